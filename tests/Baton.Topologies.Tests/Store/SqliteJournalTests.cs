using Baton.Agents.Sqlite.Files;
using Baton.TestSupport;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Sqlite;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Tests.Store;

/// <summary>Steps in a file: what they have in common is written once, and read whole.</summary>
public sealed class SqliteJournalTests : IDisposable
{
    private static readonly string[] _pieces =
    [
        "{\"original_input\":{\"prompt\":\"Go\"},\"current\":",
        new string('x', 100),
        new string('y', 60) + "Grüße \u2603 \"q\"\n",
        new string('z', 30),
        "[1,2]",
        "\t'",
        "",
        string.Concat(Enumerable.Range(0, 200)),
        "🎭",
        "\ud83c",
    ];

    private readonly TempWorkspace _workspace = new();

    private string Database => _workspace.PathOf("agent.db");

    [Theory]
    [InlineData(Durability.Normal)]
    [InlineData(Durability.Exit)]
    public async Task A_hundred_stages_that_are_shown_twenty_answers_each_take_less_than_300_kB(Durability durability)
    {
        Actors actors = new(asked => $"{asked.Slot}: forty-two, all things considered.");
        await using SqliteTopologyStore store = SqliteTopologyStore.Open(Database, durability);
        await using LocalRunner runner = new(place: new RunnerPlace { Store = store, Agents = actors });

        TopologyRunResult result = await runner.RunAsync(
            Scenarios.Of("long", new PipelineConfig()),
            Actors.In([.. Enumerable.Range(0, 100).Select(number => $"stage_{number:000}")]),
            Scenario.Input
        );

        new FileInfo($"{Database}-wal").Length.ShouldBeLessThan(300_000);
        string[] asked = [.. actors.Asked.Select(each => each.Input)];
        asked.Sum(input => input.Length).ShouldBeGreaterThan(150_000);
        (await InputsAsync(store, result.ExecutionId)).ShouldBe(asked);
        InputsBySql(result.ExecutionId).ShouldBe(asked);
    }

    [Fact]
    public void Whatever_follows_whatever_comes_back()
    {
        Gen<string> text = Gen.Choose(0, _pieces.Length - 1)
            .ListOf()
            .Select(pieces => string.Concat(pieces.Select(piece => _pieces[piece])));
        Prop.ForAll(
                text.Two().ListOf().ToArbitrary(),
                texts =>
                    ComesBackAsync([.. texts.Select(each => Step(each.Item1, each.Item2))]).GetAwaiter().GetResult()
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_step_is_told_only_by_one_that_is_committed_right_before_it()
    {
        string input = new('x', 500);
        await using SqliteTopologyStore store = SqliteTopologyStore.Open(Database);
        await CreateAsync(store, "e", "one");
        await store.Executions.AppendAsync("e", "one", Step(input, "a"));
        await Should.ThrowAsync<LeaseLostException>(async () =>
            await store.Executions.AppendAsync("e", "two", Step(input, "lost"))
        );
        await store.Executions.AppendAsync("e", "one", Step(input, "b"));
        await store.Executions.AppendAsync("e", "one", Step(input + "y", "c"));

        (await InputsAsync(store, "e")).ShouldBe([input, input, input + "y"]);
        Rows("SELECT follows FROM steps ORDER BY key;").ShouldBe(["0", "0", "1"]);
    }

    [Fact]
    public async Task A_step_that_cannot_be_read_is_named()
    {
        await using SqliteTopologyStore store = SqliteTopologyStore.Open(Database);
        await CreateAsync(store, "e", "one");
        await store.Executions.AppendAsync("e", "one", Step("whole", "a"));
        Rows("UPDATE steps SET follows = 1;");

        (
            await Should.ThrowAsync<TopologyException>(() => store.Executions.ReadStepsAsync("e", default))
        ).Message.ShouldStartWith($"The step `a` of the execution `e` in `{Database}` cannot be read");
    }

    public void Dispose() => _workspace.Dispose();

    private async Task ComesBackAsync(IReadOnlyList<StepRecord> steps)
    {
        string id = $"{Guid.NewGuid():n}";
        await using SqliteTopologyStore store = SqliteTopologyStore.Open(Database, Durability.Normal);
        await CreateAsync(store, id, "one");
        foreach (StepRecord step in steps)
        {
            await store.Executions.AppendAsync(id, "one", step);
        }

        string[] inputs = [.. steps.Select(step => step.Input.Replace('\ud83c', '\ufffd'))];
        IEnumerable<string> read = await InputsAsync(store, id);
        read.Select(input => input.Replace('\ud83c', '\ufffd')).ShouldBe(inputs);
        InputsBySql(id).Select(input => input.Replace('\ud83c', '\ufffd')).ShouldBe(inputs);
    }

    private static StepRecord Step(string input, string output) =>
        new()
        {
            Path = "a",
            Slot = "a",
            Agent = "a",
            Input = input,
            Output = output,
        };

    private static Task CreateAsync(SqliteTopologyStore store, string id, string owner) =>
        store.Executions.CreateAsync(
            new ExecutionRecord
            {
                Id = id,
                Topology = Scenarios.All["pipeline"].Topology,
                Agents = Scenarios.All["pipeline"].Agents,
                Input = Scenario.Input,
                Config = new TopologyRunConfig(),
                RunnerType = "local",
                StartedAt = DateTimeOffset.UnixEpoch,
            },
            new Lease(owner, DateTimeOffset.MaxValue),
            default
        );

    private static async Task<IEnumerable<string>> InputsAsync(SqliteTopologyStore store, string id) =>
        (await store.Executions.ReadStepsAsync(id, default)).Select(step => step.Input);

    private List<string> InputsBySql(string id) =>
        Rows($"SELECT content FROM messages WHERE type = 'request' AND execution_id = '{id}' ORDER BY seq;");

    private List<string> Rows(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.Statement(sql);
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
