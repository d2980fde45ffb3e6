using Baton.TestSupport;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store.Sqlite;

namespace Baton.Topologies.Tests.Store;

/// <summary>Files as a crash of the machine leaves them: the end of the write-ahead log is missing, or is something else.</summary>
public sealed class TornFileTests
{
    private const int Cuts = 24;

    [Fact]
    public async Task Of_a_log_that_was_cut_off_anywhere_whole_steps_are_kept_and_the_execution_goes_on()
    {
        using TempWorkspace workspace = new();
        Scenario scenario = Scenarios.All["compound of three"];
        (byte[] file, byte[] log, string[] paths) = await LeaveAsync(workspace, scenario);
        HashSet<int> kept = [];
        for (int cut = 0; cut <= Cuts; cut++)
        {
            byte[] torn = log[..(log.Length - (log.Length * cut / Cuts))];
            kept.Add(await GoOnAsync(workspace, scenario, file, torn, paths));
        }

        // All of it, nothing of it, and something in between.
        kept.ShouldContain(paths.Length);
        kept.ShouldContain(-1);
        kept.Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Rubbish_at_the_end_of_the_log_costs_what_it_overwrote_alone()
    {
        using TempWorkspace workspace = new();
        Scenario scenario = Scenarios.All["compound of three"];
        (byte[] file, byte[] log, string[] paths) = await LeaveAsync(workspace, scenario);
        byte[] rubbish = [.. log];
        rubbish.AsSpan(log.Length - 700).Fill(0xA5);

        int kept = await GoOnAsync(workspace, scenario, file, rubbish, paths);
        int whole = await GoOnAsync(workspace, scenario, file, [.. log, .. rubbish.AsSpan(log.Length - 700)], paths);

        kept.ShouldBe(paths.Length - 1);
        whole.ShouldBe(paths.Length);
    }

    /// <summary>Runs all steps but one, and takes what is on disk while the file is open.</summary>
    private static async Task<(byte[] File, byte[] Log, string[] Paths)> LeaveAsync(
        TempWorkspace workspace,
        Scenario scenario
    )
    {
        string path = workspace.PathOf("whole.db");
        await using SqliteTopologyStore store = SqliteTopologyStore.Open(path);
        Actors actors = new(scenario.Play);
        await using LocalRunner runner = new(
            place: new RunnerPlace { Store = new DyingStore(store, after: 5), Agents = actors }
        );
        await Should.ThrowAsync<DyingStore.DeadException>(() =>
            runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input)
        );
        ExecutionRecord execution = (await store.Executions.ListAsync(1, status: null, default))[0];
        IReadOnlyList<StepRecord> steps = await store.Executions.ReadStepsAsync(execution.Id, default);
        return (Read(path), Read(path + "-wal"), [.. steps.Select(step => step.Path)]);
    }

    /// <summary>Goes on with what is left.</summary>
    /// <returns>How many steps were there; -1 when the execution itself was not.</returns>
    private static async Task<int> GoOnAsync(
        TempWorkspace workspace,
        Scenario scenario,
        byte[] file,
        byte[] log,
        string[] paths
    )
    {
        string path = workspace.PathOf($"{Guid.NewGuid():n}.db");
        await File.WriteAllBytesAsync(path, file);
        await File.WriteAllBytesAsync(path + "-wal", log);
        SqliteTopologyStore store = SqliteTopologyStore.Open(path);
        Actors actors = new(scenario.Play);
        await using LocalRunner runner = new(place: new RunnerPlace { Store = store, Agents = actors });
        if (await store.Executions.ListAsync(1, status: null, default) is not [var execution])
        {
            return -1;
        }

        IReadOnlyList<StepRecord> steps = await store.Executions.ReadStepsAsync(execution.Id, default);
        TopologyRunResult result = await runner.ResumeAsync(execution.Id);

        steps.Select(step => step.Path).ShouldBe(paths[..steps.Count]);
        result.Output!["output"]!.ToString().ShouldBe(scenario.Output);
        actors.Paths.Intersect(paths[..steps.Count]).ShouldBeEmpty();
        return steps.Count;
    }

    private static byte[] Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
