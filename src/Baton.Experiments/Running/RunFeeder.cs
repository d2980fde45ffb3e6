using System.Threading.Channels;
using Baton.Experiments.Planning;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Running;

/// <summary>Starts the runs that are missing, in the plan's order, as slots become free.</summary>
internal sealed class RunFeeder(
    ExperimentDefinition definition,
    ExperimentFolder folder,
    PlanTally numbers,
    TargetWatch watch,
    TargetPause pause,
    SemaphoreSlim slots,
    ChannelWriter<StartableRun> starts
)
{
    private readonly TimeProvider _time = definition.TimeProvider;
    private long? _lastStart;
    private long _nextIndex;

    /// <summary>Feeds until the plan is at its end and every run has ended, or until no new run is to start.</summary>
    /// <param name="noNewRuns">Ends the feeding; the numbers of runs finished earlier are still taken.</param>
    public async Task FeedAsync(CancellationToken noNewRuns)
    {
        IAsyncEnumerator<PlannedRun> plan = definition
            .Plan.ReadAsync(CancellationToken.None)
            .GetAsyncEnumerator(CancellationToken.None);
        await using (plan.ConfigureAwait(false))
        {
            try
            {
                await StartAllAsync(plan, noNewRuns).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (noNewRuns.IsCancellationRequested)
            {
                // Stopping is how feeding ends early.
            }

            await SettleRestAsync(plan).ConfigureAwait(false);
        }
    }

    private async Task StartAllAsync(IAsyncEnumerator<PlannedRun> plan, CancellationToken noNewRuns)
    {
        bool planAtEnd = false;
        while (true)
        {
            await slots.WaitAsync(noNewRuns).ConfigureAwait(false);
            if (watch.IsDown && !await pause.WaitAsync(noNewRuns).ConfigureAwait(false))
            {
                return;
            }

            if (!watch.TryTakeAgain(out StartableRun? run))
            {
                run = planAtEnd ? null : await NextMissingAsync(plan, noNewRuns).ConfigureAwait(false);
                if (run is null)
                {
                    planAtEnd = true;
                    slots.Release();
                    if (!await AnyLeftOnceIdleAsync(noNewRuns).ConfigureAwait(false))
                    {
                        return;
                    }

                    continue;
                }
            }

            await SpaceStartAsync(noNewRuns).ConfigureAwait(false);
            starts.TryWrite(run);
        }
    }

    private async ValueTask<StartableRun?> NextMissingAsync(
        IAsyncEnumerator<PlannedRun> plan,
        CancellationToken noNewRuns
    )
    {
        while (await plan.MoveNextAsync().ConfigureAwait(false))
        {
            noNewRuns.ThrowIfCancellationRequested();
            if (!IsCommitted(plan.Current, out PlanPlace place))
            {
                return new StartableRun(plan.Current, place, Attempts: 0);
            }
        }

        return null;
    }

    // Runs finished in earlier sittings may lie behind the point where this one was stopped.
    private async Task SettleRestAsync(IAsyncEnumerator<PlannedRun> plan)
    {
        while (_nextIndex <= folder.Committed.Last && await plan.MoveNextAsync().ConfigureAwait(false))
        {
            IsCommitted(plan.Current, out _);
        }
    }

    private bool IsCommitted(PlannedRun run, out PlanPlace place)
    {
        _nextIndex = run.Index + 1;
        place = numbers.Enter(run);
        if (folder.Committed[run.Index] is not { } outcome)
        {
            return false;
        }

        numbers.Settle(place, outcome);
        return true;
    }

    private async Task<bool> AnyLeftOnceIdleAsync(CancellationToken noNewRuns)
    {
        for (int slot = 0; slot < definition.ParallelRuns; slot++)
        {
            await slots.WaitAsync(noNewRuns).ConfigureAwait(false);
        }

        slots.Release(definition.ParallelRuns);
        return watch.SettleEnd();
    }

    private async ValueTask SpaceStartAsync(CancellationToken noNewRuns)
    {
        if (definition.RunDelay <= TimeSpan.Zero)
        {
            return;
        }

        if (
            _lastStart is { } last
            && definition.RunDelay - _time.GetElapsedTime(last) is var left
            && left > TimeSpan.Zero
        )
        {
            await Task.Delay(left, _time, noNewRuns).ConfigureAwait(false);
        }

        _lastStart = _time.GetTimestamp();
    }
}
