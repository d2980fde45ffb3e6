using System.Text.Json.Nodes;
using Baton.TestSupport;
using Baton.Topologies.Execution;
using Baton.Topologies.Postgres;
using Baton.Topologies.Store;
using Baton.Topologies.Tests.Store;

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
        await KillWaitingAsync(workspace, workspace.PathOf("agent.db"), killedAt, left);
    }

    [Theory]
    [InlineData(OnceAsked, ExecutionStatus.Running)]
    [InlineData(WhenDone, ExecutionStatus.Paused)]
    [Trait("Needs", "postgresql")]
    public async Task A_process_killed_while_it_waits_loses_nothing_in_PostgreSQL_either(
        int killedAt,
        ExecutionStatus left
    )
    {
        using TempWorkspace workspace = new();
        await KillWaitingAsync(workspace, await SharedPostgres.NewAddressAsync(), killedAt, left);
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
        string store = workspace.PathOf("agent.db");
        (await PlayAsync(workspace, store, "run")).ExitCode.ShouldBe(Paused);
        await KillAsync(workspace, store, decision, WhenDone);
        if (decision == "reject")
        {
            (await PlayAsync(workspace, store, "resume")).ExitCode.ShouldBe(Paused);
            (await PlayAsync(workspace, store, "approve")).ExitCode.ShouldBe(0);
        }

        (int exitCode, string said) = await PlayAsync(workspace, store, "resume");

        exitCode.ShouldBe(0, said);
        said.Trim().ShouldBe(output);
        string.Join(", ", Player.Asked(workspace)).ShouldBe(asked);
    }

    [Fact]
    public async Task A_process_killed_in_the_step_after_the_decision_asks_nobody_again()
    {
        using TempWorkspace workspace = new();
        string store = workspace.PathOf("agent.db");
        (await PlayAsync(workspace, store, "run")).ExitCode.ShouldBe(Paused);
        (await PlayAsync(workspace, store, "approve")).ExitCode.ShouldBe(0);
        await KillAsync(workspace, store, "resume", hangAt: 1);

        (int exitCode, string output) = await PlayAsync(workspace, store, "resume");

        exitCode.ShouldBe(0, output);
        output.Trim().ShouldBe("publish(draft(Go))");
        Player.Asked(workspace).ShouldBe(["draft", "publish", "publish"]);
    }

    private static async Task KillWaitingAsync(
        TempWorkspace workspace,
        string store,
        int killedAt,
        ExecutionStatus left
    )
    {
        await KillAsync(workspace, store, "run", killedAt);
        PostgresTopologyStore.Register();
        await using (ITopologyStore kept = TopologyStores.Open(store))
        {
            (await kept.Executions.ListAsync(1, status: null, CancellationToken.None))[0].Status.ShouldBe(left);
        }

        (await PlayAsync(workspace, store, "resume")).ExitCode.ShouldBe(Paused);
        (await PlayAsync(workspace, store, "approve")).ExitCode.ShouldBe(0);
        (int exitCode, string output) = await PlayAsync(workspace, store, "resume");

        exitCode.ShouldBe(0, output);
        output.Trim().ShouldBe("publish(draft(Go))");
        Player.Asked(workspace).ShouldBe(["draft", "publish"]);
        await using ITopologyStore after = TopologyStores.Open(store);
        JsonObject? memory = await after.States.ReadAsync("draft", "memory", CancellationToken.None);
        memory!["entries"]!.AsArray().Count.ShouldBe(1);
    }

    private static async Task KillAsync(TempWorkspace workspace, string store, string command, int hangAt)
    {
        using Player player = Player.Start(workspace, store, command, "reviewed", hangAt);
        await player.UntilHangingAsync();
        player.Kill();
    }

    private static async Task<(int ExitCode, string Output)> PlayAsync(
        TempWorkspace workspace,
        string store,
        string command
    )
    {
        using Player player = Player.Start(workspace, store, command, "reviewed");
        string output = await player.OutputAsync();
        return (player.ExitCode, output);
    }
}
