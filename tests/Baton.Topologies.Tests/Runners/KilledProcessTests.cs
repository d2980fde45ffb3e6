using Baton.TestSupport;
using Baton.Topologies.Runners;
using Baton.Topologies.Tests.Store;

namespace Baton.Topologies.Tests.Runners;

/// <summary>Processes that are killed in the middle of an execution, and others that go on with it.</summary>
public sealed class KilledProcessTests
{
    public static TheoryData<string> EveryScenario() => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(EveryScenario))]
    public Task An_execution_killed_in_every_step_repeats_those_alone(string scenario) =>
        KillInEveryStepAsync(scenario, workspace => Task.FromResult(workspace.PathOf("agent.db")));

    [Theory]
    [MemberData(nameof(EveryScenario))]
    [Trait("Needs", "postgresql")]
    public Task An_execution_killed_in_every_step_repeats_those_alone_in_PostgreSQL_too(string scenario) =>
        KillInEveryStepAsync(scenario, _ => SharedPostgres.NewAddressAsync());

    [Fact]
    public Task Of_processes_that_resume_at_once_one_wins_and_the_others_say_who() =>
        RaceAsync(workspace => Task.FromResult(workspace.PathOf("agent.db")));

    [Fact]
    [Trait("Needs", "postgresql")]
    public Task Of_processes_that_resume_at_once_one_wins_in_PostgreSQL_too() =>
        RaceAsync(_ => SharedPostgres.NewAddressAsync());

    // Each process does the step again in which the one before it was killed, and is killed in the next.
    private static async Task KillInEveryStepAsync(string name, Func<TempWorkspace, Task<string>> place)
    {
        Scenario scenario = Scenarios.All[name];
        string[] steps = await StepsAsync(scenario);
        using TempWorkspace workspace = new();
        string store = await place(workspace);
        for (int step = 1; step <= steps.Length; step++)
        {
            using Player killed =
                step == 1
                    ? Player.Start(workspace, store, "run", name, hangAt: 1)
                    : Player.Start(workspace, store, "resume", name, hangAt: 2);
            await killed.UntilHangingAsync();
            killed.Kill();
        }

        using Player last = Player.Start(workspace, store, "resume", name);
        string output = await last.OutputAsync();

        last.ExitCode.ShouldBe(0, output);
        output.TrimEnd().ShouldBe(scenario.Output);
        Player.Asked(workspace).ShouldBe(steps.SelectMany(step => new[] { step, step }));
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

    private static async Task<string[]> StepsAsync(Scenario scenario)
    {
        Actors actors = new(scenario.Play);
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = actors });
        TopologyRunResult result = await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);
        result.Error.ShouldBeNull();
        return actors.Paths;
    }
}
