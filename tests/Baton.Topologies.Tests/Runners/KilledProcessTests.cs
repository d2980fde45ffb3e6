using Baton.TestSupport;

namespace Baton.Topologies.Tests.Runners;

/// <summary>Processes that are killed in the middle of an execution, and others that go on with it.</summary>
public sealed class KilledProcessTests
{
    [Theory]
    [InlineData("pipeline")]
    [InlineData("chain")]
    [InlineData("compound of three")]
    public async Task A_process_killed_in_any_step_loses_that_step_alone(string scenario)
    {
        int steps = await CountAsync(scenario);
        for (int killedIn = 1; killedIn <= steps; killedIn++)
        {
            using TempWorkspace workspace = new();
            using (Player killed = Player.Start(workspace, "run", scenario, hangAt: killedIn))
            {
                await killed.UntilHangingAsync();
                killed.Kill();
            }

            using Player resumed = Player.Start(workspace, "resume", scenario);
            string output = await resumed.OutputAsync();

            resumed.ExitCode.ShouldBe(0, output);
            output.TrimEnd().ShouldBe(Scenarios.All[scenario].Output);
            string[] asked = workspace.Read("log").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            asked.Length.ShouldBe(steps + 1, $"killed in step {killedIn} of {steps}");
            asked.GroupBy(step => step).Count(same => same.Count() > 1).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Of_two_processes_that_resume_one_wins_and_the_other_says_who()
    {
        using TempWorkspace workspace = new();
        using (Player killed = Player.Start(workspace, "run", "pipeline", hangAt: 2))
        {
            await killed.UntilHangingAsync();
            killed.Kill();
        }

        using Player winner = Player.Start(workspace, "resume", "pipeline", hangAt: 1);
        await winner.UntilHangingAsync();
        using Player loser = Player.Start(workspace, "resume", "pipeline");
        string refusal = await loser.OutputAsync();
        winner.Kill();

        loser.ExitCode.ShouldBe(2);
        refusal.ShouldContain($"is run by process {winner.Id} on {Environment.MachineName}");
    }

    private static async Task<int> CountAsync(string scenario)
    {
        using TempWorkspace workspace = new();
        using Player player = Player.Start(workspace, "run", scenario);
        await player.OutputAsync();
        player.ExitCode.ShouldBe(0);
        return workspace.Read("log").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }
}
