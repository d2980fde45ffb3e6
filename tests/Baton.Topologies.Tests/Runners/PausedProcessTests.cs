using System.Text.Json.Nodes;
using Baton.TestSupport;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Tests.Runners;

/// <summary>Processes that are killed while an execution waits for a person, and others that decide and go on.</summary>
public sealed class PausedProcessTests
{
    private const int OnceAsked = -1;
    private const int WhenDone = -2;
    private const int Paused = 3;

    [Theory]
    [InlineData(OnceAsked, ExecutionStatus.Running)]
    [InlineData(WhenDone, ExecutionStatus.Paused)]
    public async Task A_process_killed_while_it_waits_loses_neither_the_question_nor_the_answer(
        int killedAt,
        ExecutionStatus left
    )
    {
        using TempWorkspace workspace = new();
        await KillAsync(workspace, "run", killedAt);
        (await LastAsync(workspace)).Status.ShouldBe(left);

        (await PlayAsync(workspace, "resume")).ExitCode.ShouldBe(Paused);
        (await PlayAsync(workspace, "approve")).ExitCode.ShouldBe(0);
        (int exitCode, string output) = await PlayAsync(workspace, "resume");

        exitCode.ShouldBe(0, output);
        output.Trim().ShouldBe("publish(draft(Go))");
        Asked(workspace).ShouldBe(["draft", "publish"]);
        (await MemoriesAsync(workspace)).ShouldBe(1);
    }

    [Theory]
    [InlineData("approve", "publish(draft(Go))", "draft, publish")]
    [InlineData("reject", "publish(better)", "draft, draft/revision-1, publish")]
    public async Task A_process_killed_between_the_decision_and_the_resume_leaves_the_decision(
        string decision,
        string output,
        string asked
    )
    {
        using TempWorkspace workspace = new();
        (await PlayAsync(workspace, "run")).ExitCode.ShouldBe(Paused);
        await KillAsync(workspace, decision, WhenDone);
        if (decision == "reject")
        {
            (await PlayAsync(workspace, "resume")).ExitCode.ShouldBe(Paused);
            (await PlayAsync(workspace, "approve")).ExitCode.ShouldBe(0);
        }

        (int exitCode, string said) = await PlayAsync(workspace, "resume");

        exitCode.ShouldBe(0, said);
        said.Trim().ShouldBe(output);
        string.Join(", ", Asked(workspace)).ShouldBe(asked);
    }

    [Fact]
    public async Task A_process_killed_in_the_step_after_the_decision_asks_nobody_again()
    {
        using TempWorkspace workspace = new();
        (await PlayAsync(workspace, "run")).ExitCode.ShouldBe(Paused);
        (await PlayAsync(workspace, "approve")).ExitCode.ShouldBe(0);
        await KillAsync(workspace, "resume", hangAt: 1);

        (int exitCode, string output) = await PlayAsync(workspace, "resume");

        exitCode.ShouldBe(0, output);
        output.Trim().ShouldBe("publish(draft(Go))");
        Asked(workspace).ShouldBe(["draft", "publish", "publish"]);
    }

    private static async Task KillAsync(TempWorkspace workspace, string command, int hangAt)
    {
        using Player player = Player.Start(workspace, command, "reviewed", hangAt);
        await player.UntilHangingAsync();
        player.Kill();
    }

    private static async Task<(int ExitCode, string Output)> PlayAsync(TempWorkspace workspace, string command)
    {
        using Player player = Player.Start(workspace, command, "reviewed");
        string output = await player.OutputAsync();
        return (player.ExitCode, output);
    }

    private static string[] Asked(TempWorkspace workspace) =>
        workspace.Read("log").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<ExecutionRecord> LastAsync(TempWorkspace workspace)
    {
        await using ITopologyStore store = TopologyStores.Open(workspace.PathOf("agent.db"));
        return (await store.Executions.ListAsync(1, status: null, CancellationToken.None))[0];
    }

    private static async Task<int> MemoriesAsync(TempWorkspace workspace)
    {
        await using ITopologyStore store = TopologyStores.Open(workspace.PathOf("agent.db"));
        JsonObject? state = await store.States.ReadAsync("draft", "memory", CancellationToken.None);
        return state!["entries"]!.AsArray().Count;
    }
}
