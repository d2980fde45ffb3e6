using System.Diagnostics;
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

    private sealed class Player(Process process) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        public int ExitCode => process.ExitCode;

        public int Id => process.Id;

        public static Player Start(TempWorkspace workspace, string command, string scenario, int hangAt = 0)
        {
            ProcessStartInfo start = new(
                "dotnet",
                [
                    Path.Combine(AppContext.BaseDirectory, "Baton.TopologyProcess.dll"),
                    command,
                    workspace.PathOf("agent.db"),
                    scenario,
                    workspace.PathOf("log"),
                    $"{hangAt}",
                ]
            )
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            return new Player(Process.Start(start)!);
        }

        public async Task UntilHangingAsync() =>
            (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)).ShouldBe("hanging");

        public void Kill()
        {
            process.Kill();
            process.WaitForExit();
        }

        public async Task<string> OutputAsync()
        {
            string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await process.WaitForExitAsync().WaitAsync(Patience);
            return output;
        }

        public void Dispose()
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }
}
