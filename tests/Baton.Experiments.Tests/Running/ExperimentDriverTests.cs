using System.Text.Json;
using Baton.Agents;
using Baton.Experiments.Planning;
using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Running;

public sealed class ExperimentDriverTests : IDisposable
{
    private readonly ExperimentRig _rig = new();

    [Fact]
    public async Task Every_run_of_the_plan_is_made_once_and_stands_in_every_file()
    {
        FakeExecutor executor = new();

        ExperimentResult result = await _rig.RunAsync(new FakePlan(25, 2, "novice", "expert"), executor);

        result.Status.ShouldBe(ExperimentStatus.Completed);
        result.Reason.ShouldBeNull();
        result.Outcomes.Successful.ShouldBe(100);
        result.Remaining.ShouldBe(0);
        executor.Keys.Distinct().Count().ShouldBe(100);
        executor.Keys.Count.ShouldBe(100);
        KeysIn(result.Folder!).Order().ShouldBe(executor.Keys.Order());
        ExperimentRig.Lines(result.Folder!, ExperimentFiles.Traces).Length.ShouldBe(100);
        ExperimentRig.Lines(result.Folder!, ExperimentFiles.Observations).Length.ShouldBe(200);
        ExperimentRig.Lines(result.Folder!, ExperimentFiles.Journal).Length.ShouldBe(101);
        File.ReadAllText(Path.Combine(result.Folder!, ExperimentFiles.Config)).ShouldBe("iterations: 1\n");
        File.Exists(Path.Combine(result.Folder!, ".lock")).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_traces_only_summaries_are_written()
    {
        FakePlan plan = new(5);
        ExperimentDefinition definition = _rig.Define(plan, new FakeExecutor()) with { SaveTraces = false };

        ExperimentResult result = await new ExperimentDriver(definition).RunAsync();

        Directory
            .EnumerateFiles(result.Folder!)
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ShouldBe(["config.yaml", "journal.jsonl", "summary.json", "trace_summary.jsonl"]);
    }

    [Fact]
    public async Task As_many_runs_as_allowed_are_in_flight_and_never_more()
    {
        using SemaphoreSlim allIn = new(0);
        int entered = 0;
        FakeExecutor executor = new(
            async (run, cancellationToken) =>
            {
                if (Interlocked.Increment(ref entered) == 8)
                {
                    allIn.Release(int.MaxValue / 2);
                }

                await allIn.WaitAsync(cancellationToken);
                await Task.Yield();
                return Runs.Success(run);
            }
        );
        ExperimentDefinition definition = _rig.Define(new FakePlan(200), executor) with { ParallelRuns = 8 };

        ExperimentResult result = await new ExperimentDriver(definition).RunAsync();

        result.Outcomes.Successful.ShouldBe(200);
        executor.MostInFlight.ShouldBe(8);
    }

    [Fact]
    public async Task A_run_that_throws_fails_alone_and_says_that_the_fault_is_ours()
    {
        FakeExecutor executor = new(
            (run, _) =>
                run.Index == 3 ? throw new InvalidOperationException("oops") : Task.FromResult(Runs.Success(run))
        );

        ExperimentResult result = await _rig.RunAsync(new FakePlan(10), executor);

        result.Status.ShouldBe(ExperimentStatus.Completed);
        result.Outcomes.Successful.ShouldBe(9);
        result.Outcomes.Failed.ShouldBe(1);
        result.Summary!.ErrorKinds[ErrorKind.Internal].ShouldBe(1);
        ExperimentReader
            .ReadTraceSummaries(result.Folder!)
            .Single(run => !run.Success)
            .Error!.Message.ShouldContain("InvalidOperationException: oops");
    }

    [Fact]
    public async Task Starts_are_spaced_by_the_run_delay()
    {
        FakeExecutor executor = new();
        ExperimentDefinition definition = _rig.Define(new FakePlan(4), executor) with
        {
            RunDelay = TimeSpan.FromSeconds(2),
        };
        Task<ExperimentResult> running = new ExperimentDriver(definition).RunAsync();

        for (int started = 1; started < 4; started++)
        {
            // One timer is the writer's, the other the wait for the next start.
            await UntilAsync(() => executor.Keys.Count == started && _rig.Time.Waiting == 2);
            _rig.Time.Advance(TimeSpan.FromSeconds(1.9));
            await UntilAsync(() => _rig.Time.Waiting == 2);
            executor.Keys.Count.ShouldBe(started);
            _rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        }

        (await running).Outcomes.Successful.ShouldBe(4);
    }

    [Fact]
    public async Task A_target_that_is_not_there_fails_before_anything_is_written()
    {
        FakeExecutor executor = new();
        AgentError refused = new(ErrorKind.Refused, "nobody listens on port 9; start the agent");
        ExperimentDefinition definition = _rig.Define(new FakePlan(5), executor) with
        {
            ProbeTarget = _ => new ValueTask<AgentError?>(refused),
        };

        ExperimentResult result = await new ExperimentDriver(definition).RunAsync();

        result.Status.ShouldBe(ExperimentStatus.PreflightFailed);
        result.Error.ShouldBe(refused);
        result.Reason.ShouldBe(refused.Message);
        result.Folder.ShouldBeNull();
        executor.Keys.ShouldBeEmpty();
        Directory.Exists(_rig.Output).ShouldBeFalse();
    }

    [Fact]
    public async Task A_supervisor_that_is_not_there_fails_before_anything_is_written()
    {
        ExperimentDefinition definition = _rig.Define(new FakePlan(5), new FakeExecutor()) with
        {
            ProbeTarget = _ => default,
            ProbeSupervisor = _ => throw new InvalidOperationException("no key"),
        };

        ExperimentResult result = await new ExperimentDriver(definition).RunAsync();

        result.Status.ShouldBe(ExperimentStatus.PreflightFailed);
        result.Reason!.ShouldContain("no key");
    }

    [Fact]
    public async Task Parquet_is_refused_before_anything_runs()
    {
        FakeExecutor executor = new();
        ExperimentDefinition definition = _rig.Define(new FakePlan(5), executor) with { Format = OutputFormat.Parquet };

        ArgumentException error = await Should.ThrowAsync<ArgumentException>(() =>
            new ExperimentDriver(definition).RunAsync()
        );

        error.Message.ShouldContain("csv");
        executor.Keys.ShouldBeEmpty();
        Directory.Exists(_rig.Output).ShouldBeFalse();
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_to_its_end_keeps_what_is_finished()
    {
        BrokenPlan plan = new(new FakePlan(20), brokenAt: 10);
        FakeExecutor executor = new();

        await Should.ThrowAsync<InvalidDataException>(() => _rig.RunAsync(plan, executor));

        string folder = Directory.EnumerateDirectories(_rig.Output).Single();
        KeysIn(folder).Length.ShouldBe(executor.Keys.Count);
        ExperimentReader.Read(folder)!.Status.ShouldBe(ExperimentStanding.Interrupted);
        ExperimentReader.ReadSummary(folder)!.InterruptionReason.ShouldBe("plan_failed");
        ExperimentResult resumed = await _rig.ResumeAsync(folder, new FakePlan(20));
        resumed.Outcomes.Successful.ShouldBe(20);
    }

    [Fact]
    public async Task Progress_ends_with_the_final_counts()
    {
        Observer observer = new();
        FakeExecutor executor = new(
            (run, _) => Task.FromResult(run.Index == 0 ? Runs.Failure(run) : Runs.Success(run))
        );
        ExperimentDefinition definition = _rig.Define(new FakePlan(30), executor) with { Observer = observer };

        await new ExperimentDriver(definition).RunAsync();

        ExperimentProgress last = observer.Progress[^1];
        last.Total.ShouldBe(30);
        last.Finished.ShouldBe(30);
        last.Succeeded.ShouldBe(29);
        last.Failed.ShouldBe(1);
        last.InFlight.ShouldBe(0);
        last.Turns.ShouldBe(30);
        last.LastError.ShouldBe("agent_error: no luck with i0/-/0");
    }

    [Fact]
    public async Task Progress_is_told_while_runs_go_on_with_rate_and_time_left()
    {
        TaskCompletionSource<ExperimentProgress> halfway = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Observer observer = new()
        {
            Seen = progress =>
            {
                if (progress.Finished >= 20)
                {
                    halfway.TrySetResult(progress);
                }
            },
        };
        FakeExecutor executor = new(
            async (run, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _rig.Time, cancellationToken);
                if (run.Index >= 30)
                {
                    await halfway.Task;
                }

                return Runs.Success(run);
            }
        );
        ExperimentDefinition definition = _rig.Define(new FakePlan(40), executor) with { Observer = observer };

        Task<ExperimentResult> running = new ExperimentDriver(definition).RunAsync();
        await _rig.AdvanceAsync(running, waiting: 0);
        await running;

        ExperimentProgress told = await halfway.Task;
        told.RunsPerSecond.ShouldNotBeNull();
        told.RunsPerSecond.Value.ShouldBeGreaterThan(0);
        told.Remaining.ShouldNotBeNull();
        told.Remaining.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        observer
            .Progress.Zip(observer.Progress.Skip(1))
            .ShouldAllBe(pair => pair.First.Finished <= pair.Second.Finished);
    }

    public void Dispose() => _rig.Dispose();

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }

    private static string[] KeysIn(string folder) =>
        [
            .. ExperimentRig
                .Lines(folder, ExperimentFiles.TraceSummary)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("run_key").GetString()!),
        ];

    private sealed class BrokenPlan(FakePlan plan, long brokenAt) : IRunPlan
    {
        public long InputCount => plan.InputCount;

        public int PersonaCount => plan.PersonaCount;

        public long TotalRuns => plan.TotalRuns;

        public string DatasetHash => plan.DatasetHash;

        public async IAsyncEnumerable<PlannedRun> ReadAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            await foreach (PlannedRun run in plan.ReadAsync(cancellationToken))
            {
                yield return run.Index < brokenAt ? run : throw new InvalidDataException("line 10 is broken");
            }
        }
    }
}

internal sealed class Observer : IExperimentObserver
{
    public List<ExperimentProgress> Progress { get; } = [];

    public List<string> Notices { get; } = [];

    public Action<ExperimentProgress>? Seen { get; init; }

    public void OnProgress(ExperimentProgress progress)
    {
        Progress.Add(progress);
        Seen?.Invoke(progress);
    }

    public void OnNotice(string message) => Notices.Add(message);
}
