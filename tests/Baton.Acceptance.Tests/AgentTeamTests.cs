using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>Teams of agents run by the built tool, killed, interrupted and cancelled.</summary>
public sealed class AgentTeamTests
{
    private const string Input = """{"prompt": "Go"}""";

    [Fact]
    public async Task A_killed_execution_goes_on_and_asks_nobody_twice_whose_answer_was_kept()
    {
        await using TeamServer server = await TeamServer.StartAsync();
        using TempWorkspace workspace = server.Team(stages: 6);
        server.HoldAt = 4;
        await using (RunningTool killed = Run(workspace, "full"))
        {
            await server.UntilHeldAsync();
            killed.Kill();
            await killed.WaitAsync(TimeSpan.FromMinutes(1));
        }

        JsonObject left = await OnlyExecutionAsync(workspace);
        server.HoldAt = null;
        ToolResult resumed = await BatonTool.RunAsync(workspace.Root, ["agents", "executions", "resume", Id(left)]);

        left.Text("status").ShouldBe("running");
        left["interrupted"]!.GetValue<bool>().ShouldBeTrue();
        resumed.ExitCode.ShouldBe(0, resumed.All);
        resumed.Output.ShouldBe("answer of stage-6\n");
        resumed.Error.ShouldContain("stage-3: taken from the journal");
        server.Asked.ShouldBe(["stage-1", "stage-2", "stage-3", "stage-4", "stage-4", "stage-5", "stage-6"]);
        (await OnlyExecutionAsync(workspace)).Text("status").ShouldBe("completed");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task An_interrupt_leaves_a_journal_and_says_which_command_goes_on_with_it(string signal)
    {
        await using TeamServer server = await TeamServer.StartAsync();
        using TempWorkspace workspace = server.Team(stages: 3);
        server.HoldAt = 2;
        await using RunningTool tool = Run(workspace, "normal");
        await server.UntilHeldAsync();
        tool.Signal(signal);
        ToolResult interrupted = await tool.WaitAsync(TimeSpan.FromMinutes(1));

        interrupted.ExitCode.ShouldBe(130, interrupted.All);
        interrupted.Output.ShouldBeEmpty();
        (await OnlyExecutionAsync(workspace)).Text("status").ShouldBe("cancelled");
        string way = interrupted
            .Error.Split('\n')
            .Single(line => line.StartsWith("go on with: baton ", StringComparison.Ordinal));

        server.HoldAt = null;
        ToolResult resumed = await BatonTool.RunAsync(workspace.Root, way["go on with: baton ".Length..].Split(' '));

        resumed.ExitCode.ShouldBe(0, resumed.All);
        server.Asked.ShouldBe(["stage-1", "stage-2", "stage-2", "stage-3"]);
    }

    [Fact]
    public async Task Another_process_cancels_an_execution()
    {
        await using TeamServer server = await TeamServer.StartAsync();
        using TempWorkspace workspace = server.Team(stages: 3);
        server.HoldAt = 2;
        await using RunningTool tool = Run(workspace, "normal");
        await server.UntilHeldAsync();

        string id = Id(await OnlyExecutionAsync(workspace));
        ToolResult asked = await BatonTool.RunAsync(workspace.Root, ["agents", "executions", "cancel", id]);
        ToolResult cancelled = await tool.WaitAsync(TimeSpan.FromMinutes(1));
        ToolResult again = await BatonTool.RunAsync(workspace.Root, ["agents", "executions", "cancel", id]);

        asked.ExitCode.ShouldBe(0, asked.All);
        asked.Error.ShouldContain("asked:");
        cancelled.ExitCode.ShouldBe(130, cancelled.All);
        cancelled.Error.ShouldContain("cancelled:");
        (await OnlyExecutionAsync(workspace)).Text("status").ShouldBe("cancelled");
        again.ExitCode.ShouldBe(0, again.All);
    }

    [Fact]
    public async Task Of_two_processes_that_resume_at_once_one_wins_and_the_other_says_who_has_it()
    {
        await using TeamServer server = await TeamServer.StartAsync();
        using TempWorkspace workspace = server.Team(stages: 2);
        server.HoldAt = 1;
        await using (RunningTool killed = Run(workspace, "full"))
        {
            await server.UntilHeldAsync();
            killed.Kill();
            await killed.WaitAsync(TimeSpan.FromMinutes(1));
        }

        string id = Id(await OnlyExecutionAsync(workspace));
        string[] resume = ["agents", "executions", "resume", id];
        await using RunningTool one = BatonTool.Start(workspace.Root, new Dictionary<string, string>(), resume);
        await using RunningTool other = BatonTool.Start(workspace.Root, new Dictionary<string, string>(), resume);
        await Eventually.Holds(
            () => one.ErrorSoFar.Contains("is run by") || other.ErrorSoFar.Contains("is run by"),
            "one of them is refused"
        );
        server.HoldAt = null;
        server.Release();
        ToolResult[] ends =
        [
            await one.WaitAsync(TimeSpan.FromMinutes(1)),
            await other.WaitAsync(TimeSpan.FromMinutes(1)),
        ];

        ToolResult winner = ends.Single(end => end.ExitCode == 0);
        ToolResult loser = ends.Single(end => end.ExitCode == 2);
        winner.Output.ShouldBe("answer of stage-2\n");
        loser.Error.ShouldContain($"is run by process {(ends[0] == winner ? one : other).Id}");
        loser.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_execution_that_waits_for_a_person_goes_on_in_another_process()
    {
        await using TeamServer server = await TeamServer.StartAsync();
        using TempWorkspace workspace = server.Team(stages: 2, firstAsksAPerson: true);

        ToolResult paused = await BatonTool.RunAsync(workspace.Root, RunLine("full"));
        string id = Id(await OnlyExecutionAsync(workspace));
        ToolResult approved = await BatonTool.RunAsync(workspace.Root, ["agents", "executions", "approve", id]);
        ToolResult resumed = await BatonTool.RunAsync(workspace.Root, ["agents", "executions", "resume", id]);

        paused.ExitCode.ShouldBe(0, paused.All);
        paused.Output.ShouldBeEmpty();
        paused.Error.ShouldContain($"approve with: baton agents executions approve {id}");
        approved.ExitCode.ShouldBe(0, approved.All);
        resumed.ExitCode.ShouldBe(0, resumed.All);
        resumed.Output.ShouldBe("answer of stage-2\n");
        server.Asked.ShouldBe(["stage-1", "stage-2"]);
    }

    private static string[] RunLine(string durability) =>
        ["agents", "topologies", "run", "-f", "team.yaml", "--input-json", Input, "--durability", durability];

    private static RunningTool Run(TempWorkspace workspace, string durability) =>
        BatonTool.Start(workspace.Root, new Dictionary<string, string>(), RunLine(durability));

    private static async Task<JsonObject> OnlyExecutionAsync(TempWorkspace workspace)
    {
        ToolResult list = await BatonTool.RunAsync(
            workspace.Root,
            ["agents", "executions", "list", "--format", "json"]
        );
        list.ExitCode.ShouldBe(0, list.All);
        return JsonNode.Parse(list.Output)!.AsArray().ShouldHaveSingleItem()!.AsObject();
    }

    private static string Id(JsonObject execution) => execution.Text("id")!;
}
