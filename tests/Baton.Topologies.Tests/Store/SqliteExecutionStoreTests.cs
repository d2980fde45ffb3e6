using System.Text.Json.Nodes;
using Baton.Agents.Sqlite.Files;
using Baton.TestSupport;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Tests.Store;

/// <summary>What both stores promise, and what a file in a bad state says.</summary>
public sealed class SqliteExecutionStoreTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    private string File => _workspace.PathOf("agent.db");

    [Theory]
    [InlineData(Durability.Full)]
    [InlineData(Durability.Normal)]
    [InlineData(Durability.Exit)]
    public async Task An_execution_comes_back_as_it_was(Durability durability)
    {
        Scenario scenario = Scenarios.All["chain"];
        TopologyRunResult result;
        await using (LocalRunner runner = Runner(scenario, durability))
        {
            result = await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);
        }

        await using SqliteExecutionStore store = SqliteExecutionStore.Open(File);
        ExecutionRecord found = (await store.FindAsync(result.ExecutionId, default))!;
        IReadOnlyList<StepRecord> steps = await store.ReadStepsAsync(result.ExecutionId, default);

        found.Status.ShouldBe(ExecutionStatus.Completed);
        JsonNode.DeepEquals(found.Output, result.Output).ShouldBeTrue();
        found.Topology.Config.ShouldBeOfType<ChainConfig>();
        found.Agents.Keys.ShouldBe(scenario.Agents.Keys);
        steps.Count.ShouldBe(10);
        steps.ShouldAllBe(step => step.Usage.InputTokens == 10 && step.Succeeded);
    }

    [Fact]
    public async Task A_store_that_lost_its_lease_writes_nothing()
    {
        await using SqliteExecutionStore store = SqliteExecutionStore.Open(File);
        await store.CreateAsync(Execution("e1"), new Lease("one", DateTimeOffset.UnixEpoch), default);
        StepRecord step = new()
        {
            Path = "a",
            Slot = "a",
            Agent = "a",
            Input = "Go",
            Output = "ok",
        };

        (
            await store.AcquireAsync(
                "e1",
                new Lease("two", DateTimeOffset.MaxValue),
                DateTimeOffset.UtcNow,
                "local",
                default
            )
        ).ShouldBeNull();

        await Should.ThrowAsync<LeaseLostException>(() => store.AppendAsync("e1", "one", step).AsTask());
        await Should.ThrowAsync<LeaseLostException>(() =>
            store.RenewAsync("e1", new Lease("one", DateTimeOffset.MaxValue), default)
        );
        await store.AppendAsync("e1", "two", step);
        (await store.ReadStepsAsync("e1", default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Many_who_append_at_once_all_are_written_and_one_who_may_not_disturbs_nobody()
    {
        await using SqliteExecutionStore store = SqliteExecutionStore.Open(File, Durability.Normal);
        await store.CreateAsync(Execution("e1"), new Lease("one", DateTimeOffset.MaxValue), default);

        Task[] appends =
        [
            .. Enumerable
                .Range(0, 500)
                .Select(number =>
                    Task.Run(() =>
                        store
                            .AppendAsync(
                                "e1",
                                number % 50 == 7 ? "nobody" : "one",
                                new StepRecord
                                {
                                    Path = $"s{number}",
                                    Slot = "a",
                                    Agent = "a",
                                    Input = "Go",
                                    Output = "ok",
                                }
                            )
                            .AsTask()
                    )
                ),
        ];
        await Task.WhenAll(appends).ContinueWith(_ => { }, TaskScheduler.Default);

        appends.Count(append => append.IsFaulted).ShouldBe(10);
        (await store.ReadStepsAsync("e1", default)).Select(step => step.Path).Distinct().Count().ShouldBe(490);
    }

    [Fact]
    public async Task Messages_and_results_can_be_read_with_SQL()
    {
        Scenario scenario = Scenarios.All["pipeline"];
        await using (LocalRunner runner = Runner(scenario, Durability.Full))
        {
            await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);
        }

        Sql("SELECT COUNT(*) FROM messages WHERE type = 'response';").ShouldBe("3");
        Sql("SELECT recipient FROM messages ORDER BY seq LIMIT 1;").ShouldBe("parse");
        Sql("SELECT status FROM results;").ShouldBe("completed");
    }

    [Fact]
    public async Task Old_executions_are_removed_with_their_steps_and_running_ones_stay()
    {
        await using SqliteExecutionStore store = SqliteExecutionStore.Open(File);
        foreach (string id in new[] { "done", "running" })
        {
            await store.CreateAsync(Execution(id), new Lease("one", DateTimeOffset.MaxValue), default);
            await store.AppendAsync(
                id,
                "one",
                new StepRecord
                {
                    Path = "a",
                    Slot = "a",
                    Agent = "a",
                    Input = "Go",
                    Output = "ok",
                }
            );
        }

        await store.EndAsync(
            "done",
            "one",
            new ExecutionEnd(ExecutionStatus.Completed, [], null, DateTimeOffset.UnixEpoch)
        );

        (await store.PruneAsync(DateTimeOffset.UtcNow, default)).ShouldBe(1);
        (await store.ListAsync(10, default)).Select(execution => execution.Id).ShouldBe(["running"]);
        Sql("SELECT COUNT(*) FROM steps;").ShouldBe("1");
    }

    [Fact]
    public async Task A_file_that_is_something_else_is_refused_with_what_to_do()
    {
        _workspace.Write("text.db", new string('x', 5000));
        Error("text.db").ShouldContain("is not a SQLite file");
        Error("no-such-folder/agent.db").ShouldContain("check that its folder is there");
        await SqliteExecutionStore.Open(File).DisposeAsync();
        Sql("PRAGMA user_version = 99;");
        Error("agent.db").ShouldContain("has version 99");
    }

    [Theory]
    [InlineData("sqlite:///./agent.db")]
    [InlineData("sqlite+aiosqlite:///./agent.db")]
    [InlineData("./agent.db")]
    public async Task A_store_has_an_address(string url)
    {
        await using RunnerPlace place = RunnerPlace.At(url.Replace("./agent.db", File));

        place.Store.ShouldBeOfType<SqliteExecutionStore>();
        Should.Throw<TopologyException>(() => RunnerPlace.At("mysql://x/y")).Message.ShouldContain("sqlite:///path");
    }

    public void Dispose() => _workspace.Dispose();

    private string Error(string file) =>
        Should.Throw<TopologyException>(() => SqliteExecutionStore.Open(_workspace.PathOf(file))).Message;

    private LocalRunner Runner(Scenario scenario, Durability durability) =>
        new(
            place: new RunnerPlace
            {
                Store = SqliteExecutionStore.Open(File, durability),
                Agents = new Actors(scenario.Play),
            }
        );

    private string Sql(string sql)
    {
        using SqliteConnection connection = new($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.Statement(sql);
        return $"{command.ExecuteScalar()}";
    }

    private static ExecutionRecord Execution(string id) =>
        new()
        {
            Id = id,
            Topology = Scenarios.All["pipeline"].Topology,
            Agents = Scenarios.All["pipeline"].Agents,
            Input = Scenario.Input,
            Config = new TopologyRunConfig(),
            RunnerType = "local",
            StartedAt = DateTimeOffset.UnixEpoch,
        };
}
