using Baton.TestSupport;
using Baton.Topologies.Tests.Store;

namespace Baton.Topologies.Tests.Runners;

/// <summary>Processes that are killed in the middle of an execution, and others that go on with it.</summary>
public sealed class KilledProcessTests
{
    [Theory]
    [InlineData("pipeline")]
    [InlineData("chain")]
    [InlineData("compound of three")]
    public Task A_process_killed_in_any_step_loses_that_step_alone(string scenario) =>
        KillInEveryStepAsync(scenario, workspace => Task.FromResult(workspace.PathOf("agent.db")));

    [Theory]
    [InlineData("pipeline")]
    [InlineData("compound of three")]
    [Trait("Needs", "postgresql")]
    public Task A_process_killed_in_any_step_loses_that_step_alone_in_PostgreSQL_too(string scenario) =>
        KillInEveryStepAsync(scenario, _ => SharedPostgres.NewAddressAsync());

    [Fact]
    public Task Of_processes_that_resume_at_once_one_wins_and_the_others_say_who() =>
        RaceAsync(workspace => Task.FromResult(workspace.PathOf("agent.db")));

    [Fact]
    [Trait("Needs", "postgresql")]
    public Task Of_processes_that_resume_at_once_one_wins_in_PostgreSQL_too() =>
        RaceAsync(_ => SharedPostgres.NewAddressAsync());

    private static async Task KillInEveryStepAsync(string scenario, Func<TempWorkspace, Task<string>> place)
    {
        int steps = await CountAsync(scenario);
        for (int killedIn = 1; killedIn <= steps; killedIn++)
        {
            using TempWorkspace workspace = new();
            string store = await place(workspace);
            using (Player killed = Player.Start(workspace, store, "run", scenario, hangAt: killedIn))
            {
                await killed.UntilHangingAsync();
                killed.Kill();
            }

            using Player resumed = Player.Start(workspace, store, "resume", scenario);
            string output = await resumed.OutputAsync();

            resumed.ExitCode.ShouldBe(0, output);
            output.TrimEnd().ShouldBe(Scenarios.All[scenario].Output);
            string[] asked = Player.Asked(workspace);
            asked.Length.ShouldBe(steps + 1, $"killed in step {killedIn} of {steps}");
            asked.GroupBy(step => step).Count(same => same.Count() > 1).ShouldBe(1);
        }
    }

    private static async Task RaceAsync(Func<TempWorkspace, Task<string>> place)
    {
        using TempWorkspace workspace = new();
        string store = await place(workspace);
        using (Player killed = Player.Start(workspace, store, "run", "pipeline", hangAt: 2))
        {
            await killed.UntilHangingAsync();
            killed.Kill();
        }

        Player[] players =
        [
            .. Enumerable.Range(0, 3).Select(_ => Player.Start(workspace, store, "resume", "pipeline", hangAt: 1)),
        ];
        try
        {
            (bool IsHanging, string Words)[] said = await Task.WhenAll(
                players.Select(player => player.FirstWordsAsync())
            );

            int winner = players[Array.FindIndex(said, each => each.IsHanging)].Id;
            string refusal = $"is run by process {winner} on {Environment.MachineName}";
            said.Count(each => each.IsHanging).ShouldBe(1);
            said.Where(each => !each.IsHanging).ShouldAllBe(each => each.Words.Contains(refusal));
        }
        finally
        {
            foreach (Player player in players)
            {
                player.Dispose();
            }
        }
    }

    private static async Task<int> CountAsync(string scenario)
    {
        using TempWorkspace workspace = new();
        using Player player = Player.Start(workspace, workspace.PathOf("agent.db"), "run", scenario);
        await player.OutputAsync();
        player.ExitCode.ShouldBe(0);
        return Player.Asked(workspace).Length;
    }
}
