using System.Threading.Channels;
using Baton.Agents;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Running;

/// <summary>Carries out runs, as many at once as there are slots, and hands their records over.</summary>
internal sealed class RunWorkers(
    ExperimentDefinition definition,
    TargetWatch watch,
    RunHandover handover,
    RunControl control,
    SemaphoreSlim slots
)
{
    private int _inFlight;

    /// <summary>Runs under way.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Works until no more runs come and all have ended.</summary>
    public Task WorkAsync(ChannelReader<StartableRun> starts)
    {
        Task[] workers = new Task[definition.ParallelRuns];
        for (int worker = 0; worker < workers.Length; worker++)
        {
            workers[worker] = Task.Run(() => WorkOneByOneAsync(starts));
        }

        return Task.WhenAll(workers);
    }

    private async Task WorkOneByOneAsync(ChannelReader<StartableRun> starts)
    {
        while (await starts.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (starts.TryRead(out StartableRun? run))
            {
                if (!control.NoNewRuns.IsCancellationRequested)
                {
                    await CarryOutAsync(run).ConfigureAwait(false);
                }

                slots.Release();
            }
        }
    }

    private async Task CarryOutAsync(StartableRun run)
    {
        int startMark = watch.StartMark;
        DateTimeOffset startedAt = definition.TimeProvider.GetUtcNow();
        RunRecord record;
        Interlocked.Increment(ref _inFlight);
        try
        {
            record = await definition.Executor.ExecuteAsync(run.Run, control.GiveUp).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (control.GiveUp.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error)
        {
            record = OwnFault(run, startedAt, error);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }

        if (watch.Observe(run, record, startMark))
        {
            await handover.AddAsync(new FinishedRun(run.Run, record, run.Place)).ConfigureAwait(false);
        }
        else
        {
            record.Awaited?.Spans.Close();
        }
    }

    private static RunRecord OwnFault(StartableRun run, DateTimeOffset startedAt, Exception error) =>
        new(
            new RunTrace
            {
                TraceId = $"{run.Run.Key}#fault",
                RunKey = run.Run.Key,
                RunIndex = run.Run.Index,
                InputId = run.Run.Input.Id,
                Iteration = run.Run.Iteration,
                Persona = run.Run.Persona?.Name,
                Input = run.Run.Input.Text,
                Outcome = RunOutcome.Failed,
                StartedAt = startedAt,
                Error = new TraceError(
                    ErrorKind.Internal,
                    $"a fault of Baton's own: {error.GetType().Name}: {error.Message}; please report it"
                ),
            },
            []
        );
}
