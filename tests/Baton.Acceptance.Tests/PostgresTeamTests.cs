using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>Teams of agents kept in PostgreSQL, with the built tool.</summary>
[Trait("Needs", "postgresql")]
public sealed class PostgresTeamTests(PostgresTeamTests.Server server) : IClassFixture<PostgresTeamTests.Server>
{
    private const string Input = """{"prompt": "Go"}""";

    [Fact]
    public async Task A_team_is_made_run_approved_and_resumed_by_processes_that_share_a_server()
    {
        await using TeamServer models = await TeamServer.StartAsync();
        using TempWorkspace workspace = models.Team(stages: 2, firstAsksAPerson: true);
        string address = server.Postgres.AddressOf("shared");

        await OkAsync(
            "agents",
            "create",
            "scribe",
            "executor",
            "--description",
            "Writes it down",
            "--model",
            "openai-compatible:stage-9"
        );
        await OkAsync("agents", "import", "team.yaml");
        ToolResult again = await RunAsync("agents", "create", "scribe", "executor");
        ToolResult agents = await OkAsync("agents", "list", "--format", "json");
        ToolResult paused = await OkAsync("agents", "topologies", "run", "stages", "--input-json", Input);
        JsonObject waiting = await OnlyAsync("paused");
        string id = waiting.Text("id")!;
        await OkAsync("agents", "executions", "approve", id, "--comment", "fine");
        ToolResult resumed = await OkAsync("agents", "executions", "resume", id);
        ToolResult shown = await OkAsync("agents", "executions", "show", id, "--format", "json");
        ToolResult exported = await OkAsync("agents", "export");

        again.ExitCode.ShouldBe(2, again.All);
        JsonNode
            .Parse(agents.Output)!
            .AsArray()
            .Select(agent => agent!.AsObject().Text("name"))
            .ShouldBe(["agent-1", "agent-2", "scribe"]);
        paused.Output.ShouldBeEmpty();
        paused.Error.ShouldContain($"approve with: baton agents executions approve {id} --db ");
        resumed.Output.ShouldBe("answer of stage-2\n");
        models.Asked.ShouldBe(["stage-1", "stage-2"]);
        JsonObject execution = JsonNode.Parse(shown.Output)!.AsObject();
        execution.Text("status").ShouldBe("completed");
        execution["steps"]!.AsArray().Select(step => step!.AsObject().Text("path")).ShouldBe(["stage-1", "stage-2"]);
        (await OnlyAsync("completed")).Text("id").ShouldBe(id);
        exported.Output.ShouldContain("Writes it down");
        File.Exists(workspace.PathOf("agent.db")).ShouldBeFalse();

        Task<ToolResult> RunAsync(params string[] arguments) =>
            BatonTool.RunAsync(workspace.Root, [.. arguments, "--db", address]);

        async Task<ToolResult> OkAsync(params string[] arguments)
        {
            ToolResult result = await RunAsync(arguments);
            result.ExitCode.ShouldBe(0, result.All);
            return result;
        }

        async Task<JsonObject> OnlyAsync(string status)
        {
            ToolResult list = await OkAsync("agents", "executions", "list", "--status", status, "--format", "json");
            return JsonNode.Parse(list.Output)!.AsArray().ShouldHaveSingleItem()!.AsObject();
        }
    }

    [Fact]
    public async Task A_killed_execution_is_shown_as_interrupted_and_goes_on()
    {
        await using TeamServer models = await TeamServer.StartAsync();
        using TempWorkspace workspace = models.Team(stages: 3);
        Dictionary<string, string> variables = new() { ["BATON_DB"] = server.Postgres.AddressOf("killed") };
        models.HoldAt = 2;
        await using (
            RunningTool killed = BatonTool.Start(
                workspace.Root,
                variables,
                ["agents", "topologies", "run", "-f", "team.yaml", "--input-json", Input]
            )
        )
        {
            await models.UntilHeldAsync();
            killed.Kill();
            await killed.WaitAsync(TimeSpan.FromMinutes(1));
        }

        ToolResult list = await BatonTool.RunAsync(
            workspace.Root,
            variables,
            ["agents", "executions", "list", "--status", "interrupted"]
        );
        models.HoldAt = null;
        string way = list
            .Error.Split('\n')
            .Single(line => line.StartsWith("go on with: baton ", StringComparison.Ordinal));
        ToolResult resumed = await BatonTool.RunAsync(
            workspace.Root,
            variables,
            way["go on with: baton ".Length..].Split(' ')
        );

        list.Output.ShouldContain(" interrupted ");
        resumed.ExitCode.ShouldBe(0, resumed.All);
        resumed.Output.ShouldBe("answer of stage-3\n");
        models.Asked.ShouldBe(["stage-1", "stage-2", "stage-2", "stage-3"]);
    }

    [Theory]
    [InlineData("postgresql://kim:sec-ret@127.0.0.1:1/teams", "PostgreSQL at `127.0.0.1:1/teams` cannot be reached")]
    [InlineData(
        "postgresql://kim:sec-ret@{server}/guarded",
        "does not let this user in; check user and password of the address"
    )]
    [InlineData(
        "postgresql://postgres:sec-ret@{server}/nowhere",
        "has no such database; make it with `createdb` or name another"
    )]
    [InlineData(
        "postgresql://kim:sec/ret@{server}/teams",
        "with signs such as `@` and `/` in a password as `%40` and `%2F`"
    )]
    public async Task An_address_that_is_wrong_is_said_without_its_password(string address, string problem)
    {
        using TempWorkspace workspace = new();
        string written = address.Replace("{server}", $"127.0.0.1:{server.Postgres.Port}", StringComparison.Ordinal);

        ToolResult result = await BatonTool.RunAsync(workspace.Root, ["agents", "list", "--db", written]);

        result.ExitCode.ShouldBe(2, result.All);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldStartWith("error: ");
        result.Error.ShouldContain(problem);
        result.Error.ShouldNotContain("sec-ret");
        result.Error.ShouldNotContain("sec/ret");
        result.Error.ShouldNotContain("   at ");
    }

    /// <summary>One server for these tests.</summary>
    public sealed class Server : IAsyncLifetime
    {
        public PostgresServer Postgres { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Postgres = await PostgresServer.StartNewAsync();

        public ValueTask DisposeAsync() => Postgres.DisposeAsync();
    }
}
