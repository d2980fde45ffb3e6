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

/// <summary>What is in a file, and what a file in a bad state says.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    private string Database => _workspace.PathOf("agent.db");

    [Theory]
    [InlineData(Durability.Full)]
    [InlineData(Durability.Normal)]
    [InlineData(Durability.Exit)]
    public async Task Whatever_a_step_is_to_survive_an_execution_that_ended_is_there(Durability durability)
    {
        Scenario scenario = Scenarios.All["chain"];
        TopologyRunResult result = await RunAsync(scenario, durability);

        await using SqliteTopologyStore store = SqliteTopologyStore.Open(Database);
        ExecutionRecord found = (await store.Executions.FindAsync(result.ExecutionId, default))!;
        IReadOnlyList<StepRecord> steps = await store.Executions.ReadStepsAsync(result.ExecutionId, default);

        found.Status.ShouldBe(ExecutionStatus.Completed);
        JsonNode.DeepEquals(found.Output, result.Output).ShouldBeTrue();
        steps.Count.ShouldBe(10);
        steps.ShouldAllBe(step => step.Usage.InputTokens == 10 && step.Succeeded);
    }

    [Theory]
    [InlineData(Durability.Full, 2)]
    [InlineData(Durability.Normal, 1)]
    public void Every_commit_waits_for_the_disk_where_power_may_fail(Durability durability, long synchronous)
    {
        using SqliteDatabase database = SqliteDatabase.Open(Database, durability);

        database.Writer.Number("PRAGMA synchronous;").ShouldBe(synchronous);
    }

    [Fact]
    public async Task Messages_and_results_can_be_read_with_SQL()
    {
        await RunAsync(Scenarios.All["pipeline"], Durability.Full);

        Sql("SELECT COUNT(*) FROM messages WHERE type = 'response';").ShouldBe("3");
        Sql("SELECT recipient FROM messages ORDER BY seq LIMIT 1;").ShouldBe("parse");
        Sql("SELECT status FROM results;").ShouldBe("completed");
    }

    [Fact]
    public async Task Agents_topologies_and_memberships_can_be_read_with_SQL()
    {
        await using (SqliteTopologyStore store = SqliteTopologyStore.Open(Database))
        {
            await store.Catalog.SaveAgentAsync(Actors.Type("critic"), default);
            await store.Catalog.SaveTopologyAsync(
                Scenarios.All["ensemble"].Topology with
                {
                    Members = new Dictionary<string, TopologyMember>
                    {
                        ["e"] = new() { Agent = "critic", Position = 9 },
                    },
                },
                default
            );
        }

        Sql("SELECT role FROM agent_types WHERE name = 'critic';").ShouldBe("specialist");
        Sql("SELECT type FROM topologies;").ShouldBe("ensemble");
        Sql("SELECT topology || slot || agent || position FROM topology_memberships;").ShouldBe("scenarioecritic9");
    }

    [Fact]
    public async Task A_file_that_version_1_wrote_is_read_and_its_executions_go_on()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Recorded", "topologies-v1.db"), Database);
        Scenario debate = Scenarios.All["debate"];
        Actors actors = new(debate.Play);
        SqliteTopologyStore store = SqliteTopologyStore.Open(Database);
        await using LocalRunner runner = new(place: new RunnerPlace { Store = store, Agents = actors });

        IReadOnlyList<ExecutionRecord> found = await store.Executions.ListAsync(10, status: null, default);
        TopologyRunResult resumed = await runner.ResumeAsync("debate");

        found
            .Select(execution => $"{execution.Id} {execution.Status}")
            .ShouldBe(["delegation Completed", "debate Running", "chain Completed"]);
        found[0].Output!["output"]!.ToString().ShouldBe("added and told");
        resumed.Output!["output"]!.ToString().ShouldBe(debate.Output);
        actors.Paths.ShouldBe([
            "round-1/proponent",
            "round-1/opponent",
            "round-2/proponent",
            "round-2/opponent",
            "verdict",
        ]);
        await store.Catalog.SaveAgentAsync(Actors.Type("critic"), default);
        (await store.Catalog.FindAgentAsync("critic", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_file_that_version_2_wrote_is_read_and_its_executions_go_on()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Recorded", "topologies-v2.db"), Database);
        Scenario debate = Scenarios.All["debate"];
        Actors actors = new(debate.Play);
        SqliteTopologyStore store = SqliteTopologyStore.Open(Database);
        await using LocalRunner runner = new(place: new RunnerPlace { Store = store, Agents = actors });

        IReadOnlyList<StepRecord> pipeline = await store.Executions.ReadStepsAsync("pipeline", default);
        TopologyRunResult resumed = await runner.ResumeAsync("debate");

        pipeline
            .Select(step => JsonNode.Parse(step.Input)!["current"]!.ToString())
            .ShouldBe(["Go", "parse(Go)", "analyse(parse(Go))"]);
        resumed.Output!["output"]!.ToString().ShouldBe(debate.Output);
        actors.Paths.ShouldBe(["round-1/opponent", "round-2/proponent", "round-2/opponent", "verdict"]);
        IReadOnlyList<StepRecord> steps = await store.Executions.ReadStepsAsync("debate", default);
        steps.Skip(3).Select(step => step.Input).ShouldBe(actors.Asked.Select(asked => asked.Input));
        Sql("SELECT COUNT(*) FROM messages WHERE execution_id = 'debate';").ShouldBe("14");
    }

    [Fact]
    public async Task A_file_that_is_something_else_is_refused_with_what_to_do()
    {
        _workspace.Write("text.db", new string('x', 5000));
        Error("text.db").ShouldContain("is not a SQLite file");
        Error("no-such-folder/agent.db").ShouldContain("check that its folder is there");
        await SqliteTopologyStore.Open(Database).DisposeAsync();
        Sql("PRAGMA user_version = 99;");
        Error("agent.db").ShouldContain("has version 99");
    }

    public void Dispose() => _workspace.Dispose();

    private string Error(string file) =>
        Should.Throw<TopologyException>(() => SqliteTopologyStore.Open(_workspace.PathOf(file))).Message;

    private async Task<TopologyRunResult> RunAsync(Scenario scenario, Durability durability)
    {
        await using LocalRunner runner = new(
            place: new RunnerPlace
            {
                Store = SqliteTopologyStore.Open(Database, durability),
                Agents = new Actors(scenario.Play),
            }
        );
        return await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);
    }

    private string Sql(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.Statement(sql);
        return $"{command.ExecuteScalar()}";
    }
}
