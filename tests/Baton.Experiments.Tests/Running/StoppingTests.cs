using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Running;

public sealed class StoppingTests : IDisposable
{
    private readonly ExperimentRig _rig = new();
    private readonly ExperimentStop _stop = new();

    [Fact]
    public async Task A_stop_lets_runs_in_flight_finish_and_starts_no_more()
    {
        TaskCompletionSource allIn = new();
        TaskCompletionSource release = new();
        int entered = 0;
        FakeExecutor executor = new(
            async (run, _) =>
            {
                if (Interlocked.Increment(ref entered) == 4)
                {
                    allIn.SetResult();
                }

                await release.Task;
                return Runs.Success(run);
            }
        );
        Task<ExperimentResult> running = RunAsync(new FakePlan(50), executor);
        await allIn.Task;

        _stop.RequestStop();
        release.SetResult();
        ExperimentResult result = await running;

        result.Status.ShouldBe(ExperimentStatus.Interrupted);
        result.Outcomes.Successful.ShouldBe(4);
        result.Remaining.ShouldBe(46);
        result.Summary!.Interrupted.ShouldBeTrue();
        result.Summary.InterruptionReason.ShouldBe("interrupted");
        ExperimentReader.ReadSummary(result.Folder!)!.RemainingRuns.ShouldBe(46);
    }

    [Fact]
    public async Task Runs_in_flight_are_given_up_ten_seconds_after_a_stop()
    {
        TaskCompletionSource entered = new();
        FakeExecutor executor = Hanging(entered);
        Task<ExperimentResult> running = RunAsync(new FakePlan(50), executor);
        await entered.Task;

        _stop.RequestStop();
        _rig.Time.Advance(TimeSpan.FromSeconds(9));
        await Task.Yield();
        running.IsCompleted.ShouldBeFalse();
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        ExperimentResult result = await running;

        result.Status.ShouldBe(ExperimentStatus.Interrupted);
        result.Outcomes.Total.ShouldBe(0);
        result.Remaining.ShouldBe(50);
    }

    [Fact]
    public async Task A_second_interrupt_gives_up_runs_in_flight_at_once_and_records_none_of_them()
    {
        TaskCompletionSource entered = new();
        Task<ExperimentResult> running = RunAsync(new FakePlan(50), Hanging(entered));
        await entered.Task;

        _stop.RequestStop();
        _stop.Cancel();
        ExperimentResult result = await running;

        result.Status.ShouldBe(ExperimentStatus.Interrupted);
        ExperimentRig.Lines(result.Folder!, ExperimentFiles.Journal).Length.ShouldBe(1);
        ExperimentRig.Lines(result.Folder!, ExperimentFiles.TraceSummary).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_token_interrupts_and_the_experiment_can_be_resumed()
    {
        using CancellationTokenSource cancel = new();
        FakePlan plan = new(50);
        FakeExecutor executor = new(
            async (run, cancellationToken) =>
            {
                if (run.Index == 20)
                {
                    await cancel.CancelAsync();
                }

                cancellationToken.ThrowIfCancellationRequested();
                return Runs.Success(run);
            }
        );

        ExperimentDefinition definition = _rig.Define(plan, executor) with { ParallelRuns = 1 };
        ExperimentResult result = await new ExperimentDriver(definition).RunAsync(cancel.Token);
        result.Status.ShouldBe(ExperimentStatus.Interrupted);
        result.Remaining.ShouldBe(30);

        FakeExecutor rest = new();
        ExperimentResult resumed = await _rig.ResumeAsync(result.Folder!, plan, rest);

        resumed.Status.ShouldBe(ExperimentStatus.Completed);
        resumed.Outcomes.Successful.ShouldBe(50);
        rest.Keys.Count.ShouldBe((int)result.Remaining);
    }

    [Fact]
    public async Task A_stop_in_the_preflight_writes_nothing()
    {
        FakePlan plan = new(5);
        ExperimentDefinition definition = _rig.Define(plan, new FakeExecutor()) with
        {
            Stop = _stop,
            ProbeTarget = async cancellationToken =>
            {
                _stop.RequestStop();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return null;
            },
        };

        ExperimentResult result = await new ExperimentDriver(definition).RunAsync();

        result.Status.ShouldBe(ExperimentStatus.Interrupted);
        Directory.Exists(_rig.Output).ShouldBeFalse();
    }

    [Theory]
    [InlineData("budget_cost")]
    [InlineData("budget_tokens")]
    [InlineData("budget_failures")]
    public async Task A_used_up_budget_stops_gracefully_and_a_resume_goes_on(string reason)
    {
        FakePlan plan = new(100);
        BudgetSettings budget = reason switch
        {
            "budget_cost" => new BudgetSettings { Cost = 0.10m },
            "budget_tokens" => new BudgetSettings { Tokens = 70 },
            _ => new BudgetSettings { Failures = 10 },
        };
        FakeExecutor executor = new((run, _) => Task.FromResult(Runs.Failure(run)));
        ExperimentDefinition definition = _rig.Define(plan, executor) with { Budget = budget, ParallelRuns = 1 };

        ExperimentResult result = await new ExperimentDriver(definition).RunAsync();

        result.Status.ShouldBe(ExperimentStatus.BudgetReached);
        result.Summary!.InterruptionReason.ShouldBe(reason);
        result.Outcomes.Total.ShouldBe(10);
        result.Remaining.ShouldBe(90);
        ExperimentResult resumed = await _rig.ResumeAsync(result.Folder!, plan, executor);
        resumed.Status.ShouldBe(ExperimentStatus.Completed);
        executor.Keys.Distinct().Count().ShouldBe(executor.Keys.Count);
    }

    [Fact]
    public async Task The_budget_of_time_stops_the_sitting()
    {
        FakeExecutor executor = new(
            async (run, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _rig.Time, cancellationToken);
                return Runs.Success(run);
            }
        );
        ExperimentDefinition definition = _rig.Define(new FakePlan(1000), executor) with
        {
            Budget = new BudgetSettings { Duration = TimeSpan.FromSeconds(20) },
        };

        ExperimentResult result = await AdvanceUntilAsync(new ExperimentDriver(definition).RunAsync());

        result.Status.ShouldBe(ExperimentStatus.BudgetReached);
        result.Summary!.InterruptionReason.ShouldBe("budget_duration");
        result.Outcomes.Successful.ShouldBeInRange(1, 120);
    }

    [Fact]
    public async Task A_budget_met_by_the_last_run_is_no_reason_to_call_it_unfinished()
    {
        ExperimentDefinition definition = _rig.Define(new FakePlan(10), new FakeExecutor()) with
        {
            Budget = new BudgetSettings { Cost = 0.10m },
        };

        ExperimentResult result = await new ExperimentDriver(definition).RunAsync();

        result.Status.ShouldBe(ExperimentStatus.Completed);
        result.Summary!.Interrupted.ShouldBeFalse();
        result.Summary.InterruptionReason.ShouldBeNull();
    }

    // The writer's timer and the budget's are always there.
    private async Task<ExperimentResult> AdvanceUntilAsync(Task<ExperimentResult> running)
    {
        await _rig.AdvanceAsync(running, waiting: 3);
        return await running;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _rig.Dispose();
    }

    private static FakeExecutor Hanging(TaskCompletionSource entered) =>
        new(
            async (_, cancellationToken) =>
            {
                entered.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                throw new InvalidOperationException("unreachable");
            }
        );

    private Task<ExperimentResult> RunAsync(FakePlan plan, FakeExecutor executor) =>
        new ExperimentDriver(_rig.Define(plan, executor) with { Stop = _stop }).RunAsync();
}
