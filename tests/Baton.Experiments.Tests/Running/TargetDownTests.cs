using Baton.Agents;
using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Running;

public sealed class TargetDownTests : IDisposable
{
    private readonly ExperimentRig _rig = new();
    private readonly Observer _observer = new();
    private volatile bool _up = true;
    private volatile string _kind = ErrorKind.Refused;
    private int _probes;

    [Fact]
    public async Task A_target_that_comes_back_costs_no_run()
    {
        FakePlan plan = new(60);
        FakeExecutor executor = DownFrom(20);
        ExperimentDefinition definition = Define(plan, executor);

        Task<ExperimentResult> running = new ExperimentDriver(definition).RunAsync();
        await _rig.AdvanceAsync(running, waiting: 3, () => Volatile.Read(ref _probes) < 6);
        _up = true;
        ExperimentResult result = await AdvanceUntilAsync(running);

        result.Status.ShouldBe(ExperimentStatus.Completed);
        result.Outcomes.Successful.ShouldBe(60);
        ExperimentRig.Lines(result.Folder!, ExperimentFiles.TraceSummary).Length.ShouldBe(60);
        _observer.Notices.ShouldContain(notice => notice.Contains("asking every second", StringComparison.Ordinal));
        _observer.Notices.ShouldContain("the target answers again");
    }

    [Fact]
    public async Task A_target_that_stays_away_stops_the_experiment_and_its_runs_stay_missing()
    {
        FakePlan plan = new(60);
        FakeExecutor executor = DownFrom(20);

        ExperimentResult result = await AdvanceUntilAsync(new ExperimentDriver(Define(plan, executor)).RunAsync());

        result.Status.ShouldBe(ExperimentStatus.TargetDown);
        result.Reason!.ShouldContain("has not answered for 30 s");
        result.Reason!.ShouldContain("--resume");
        result.Error!.Kind.ShouldBe(ErrorKind.Refused);
        result.Outcomes.Failed.ShouldBe(0);
        result.Remaining.ShouldBe(60 - result.Outcomes.Successful);
        executor.Keys.Count.ShouldBeLessThanOrEqualTo(40);
        _up = true;
        ExperimentResult resumed = await _rig.ResumeAsync(result.Folder!, plan);
        resumed.Outcomes.Successful.ShouldBe(60);
    }

    [Fact]
    public async Task A_target_that_was_never_there_is_noticed_with_the_first_run()
    {
        FakeExecutor executor = DownFrom(0);
        ExperimentDefinition definition = Define(new FakePlan(1000), executor) with
        {
            TargetDownAfter = TimeSpan.FromSeconds(3),
        };

        ExperimentResult result = await AdvanceUntilAsync(new ExperimentDriver(definition).RunAsync());

        result.Status.ShouldBe(ExperimentStatus.TargetDown);
        result.Outcomes.Total.ShouldBe(0);
        executor.Keys.Count.ShouldBeLessThan(50);
    }

    [Fact]
    public async Task Credentials_that_nobody_gets_through_with_stop_at_once()
    {
        _kind = ErrorKind.Unauthorized;
        FakeExecutor executor = DownFrom(0);

        ExperimentResult result = await new ExperimentDriver(Define(new FakePlan(1000), executor)).RunAsync();

        result.Status.ShouldBe(ExperimentStatus.TargetDown);
        result.Reason!.ShouldContain("credentials");
        result.Error!.Kind.ShouldBe(ErrorKind.Unauthorized);
        executor.Keys.Count.ShouldBeLessThan(50);
    }

    [Fact]
    public async Task A_single_refused_run_amid_successes_is_tried_three_times_and_recorded_as_failed()
    {
        FakeExecutor executor = new(
            (run, _) => Task.FromResult(run.Index == 10 ? Runs.Failure(run, ErrorKind.Refused) : Runs.Success(run))
        );
        ExperimentDefinition definition = Define(new FakePlan(100), executor);

        ExperimentResult result = await AdvanceUntilAsync(new ExperimentDriver(definition).RunAsync());

        result.Status.ShouldBe(ExperimentStatus.Completed);
        result.Outcomes.Successful.ShouldBe(99);
        result.Outcomes.Failed.ShouldBe(1);
        result.Summary!.ErrorKinds[ErrorKind.Refused].ShouldBe(1);
        executor.Keys.Count(key => key == "i10/-/0").ShouldBe(3);
    }

    [Fact]
    public async Task A_refused_last_run_is_tried_again_before_it_is_recorded()
    {
        FakeExecutor executor = new(
            (run, _) => Task.FromResult(run.Index == 9 ? Runs.Failure(run, ErrorKind.Refused) : Runs.Success(run))
        );

        ExperimentResult result = await AdvanceUntilAsync(
            new ExperimentDriver(Define(new FakePlan(10), executor)).RunAsync()
        );

        result.Status.ShouldBe(ExperimentStatus.Completed);
        result.Outcomes.Failed.ShouldBe(1);
        executor.Keys.Count(key => key == "i9/-/0").ShouldBe(3);
    }

    [Fact]
    public async Task A_probe_that_answers_while_no_run_gets_through_does_not_go_on_for_ever()
    {
        FakeExecutor executor = new((run, _) => Task.FromResult(Runs.Failure(run, ErrorKind.Refused)));
        ExperimentDefinition definition = Define(new FakePlan(100_000), executor);

        ExperimentResult result = await AdvanceUntilAsync(new ExperimentDriver(definition).RunAsync());

        result.Status.ShouldBe(ExperimentStatus.TargetDown);
        executor.Keys.Count.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task A_refusal_in_a_later_turn_is_that_run_s_own()
    {
        FakeExecutor executor = new(
            (run, _) =>
            {
                RunRecord record = Runs.Failure(run, ErrorKind.Refused);
                TraceConversation conversation = new()
                {
                    State = "terminated",
                    TerminationReason = "error",
                    TurnCount = 3,
                    History = [],
                };
                return Task.FromResult(record with { Trace = record.Trace with { Conversation = conversation } });
            }
        );

        ExperimentResult result = await new ExperimentDriver(Define(new FakePlan(10), executor)).RunAsync();

        result.Status.ShouldBe(ExperimentStatus.Completed);
        result.Outcomes.Failed.ShouldBe(10);
        executor.Keys.Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_the_target()
    {
        using ExperimentStop stop = new();
        ExperimentDefinition definition = Define(new FakePlan(60), DownFrom(0)) with { Stop = stop };
        Task<ExperimentResult> running = new ExperimentDriver(definition).RunAsync();
        await _rig.AdvanceAsync(running, waiting: 3, () => Volatile.Read(ref _probes) < 3);

        stop.RequestStop();
        ExperimentResult result = await running;

        result.Status.ShouldBe(ExperimentStatus.Interrupted);
        result.Remaining.ShouldBe(60);
    }

    // The writer's timer and the observer's are always there.
    private async Task<ExperimentResult> AdvanceUntilAsync(Task<ExperimentResult> running)
    {
        await _rig.AdvanceAsync(running, waiting: 3);
        return await running;
    }

    public void Dispose() => _rig.Dispose();

    private ExperimentDefinition Define(FakePlan plan, FakeExecutor executor) =>
        _rig.Define(plan, executor) with
        {
            Observer = _observer,
            ProbeTarget = _ =>
            {
                // The first is the preflight.
                bool answers = Interlocked.Increment(ref _probes) == 1 || _up;
                return new ValueTask<AgentError?>(answers ? null : new AgentError(_kind, "nobody there"));
            },
        };

    private FakeExecutor DownFrom(long index)
    {
        _up = index > 0;
        return new FakeExecutor(
            (run, _) =>
            {
                if (run.Index == index && Volatile.Read(ref _probes) <= 1)
                {
                    _up = false;
                }

                return Task.FromResult(_up ? Runs.Success(run) : Runs.Failure(run, _kind));
            }
        );
    }
}
