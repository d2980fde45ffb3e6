using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Running;

/// <summary>One sitting at an experiment: feeds, works and writes until the plan or the patience is at its end.</summary>
internal sealed class Sitting(ExperimentDefinition definition, ExperimentFolder folder, RunControl control)
{
    private const int WaitingAtLeast = 64;
    private readonly PlanTally _plan = new(definition.Iterations);

    /// <summary>Opens the files of the folder.</summary>
    public required Func<string, AppendFile> OpenFile { get; init; }

    public async Task<ExperimentResult> RunAsync()
    {
        using BudgetWatch budget = new(definition.Budget, control, definition.TimeProvider);
        Ledger ledger = new(folder, _plan, definition.Redactor);
        Exception? fault = null;
        try
        {
            ForgetOldResults();
            await RunMissingAsync(ledger, budget).ConfigureAwait(false);
        }
        catch (ResultsWriteException error)
        {
            WriteFailed(error);
        }
        catch (Exception error)
        {
            // The plan cannot be read to its end: what is finished is still summed up.
            fault = error;
            control.StopNow(new StopCause(ExperimentStatus.Interrupted, "plan_failed", error.Message));
        }

        SittingEnd end = new(definition, folder, ledger);
        ExperimentResult result = end.Conclude(control.Cause);
        if (fault is not null)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return result;
    }

    // A summary that does not match the runs on disk would tell a half-made experiment from a finished one wrongly.
    private void ForgetOldResults()
    {
        string summary = Path.Combine(folder.Path, ExperimentFiles.Summary);
        try
        {
            File.Delete(summary);
            File.Delete(Path.Combine(folder.Path, ExperimentFiles.Csv));
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(summary, error);
        }
    }

    private async Task RunMissingAsync(Ledger ledger, BudgetWatch budget)
    {
        TargetWatch watch = new(definition.ProbeTarget is not null, definition.ParallelRuns);
        using SemaphoreSlim slots = new(definition.ParallelRuns);
        Channel<StartableRun> starts = Channel.CreateUnbounded<StartableRun>(
            new UnboundedChannelOptions { SingleWriter = true }
        );
        ResultWriter writer = OpenWriter(ledger);
        await using (writer.ConfigureAwait(false))
        {
            RunHandover handover = new(definition, budget, writer, control);
            RunWorkers workers = new(definition, watch, handover, control, slots);
            ProgressReporter progress = Report(ledger, workers);
            await using (progress.ConfigureAwait(false))
            {
                TargetPause pause = new(definition, watch, control, progress.Notice);
                RunFeeder feeder = new(definition, folder, _plan, watch, pause, slots, starts.Writer);
                Task working = workers.WorkAsync(starts.Reader);
                try
                {
                    await feeder.FeedAsync(control.NoNewRuns).ConfigureAwait(false);
                }
                catch (Exception error)
                {
                    control.Stop(new StopCause(ExperimentStatus.Interrupted, "plan_failed", error.Message));
                    throw;
                }
                finally
                {
                    starts.Writer.Complete();
                    await working.ConfigureAwait(false);
                    await handover.CompleteAsync(definition.CloseTarget?.Invoke()).ConfigureAwait(false);
                    await writer.CompleteAsync().ConfigureAwait(false);
                }

                if (definition.Telemetry?.Notice is { } notice)
                {
                    progress.Notice(notice);
                }
            }
        }
    }

    private ResultWriter OpenWriter(Ledger ledger)
    {
        try
        {
            return new ResultWriter(
                new ResultFiles(folder.Path, definition.SaveTraces, OpenFile),
                definition.SaveTraces,
                definition.Redactor,
                Math.Max(WaitingAtLeast, definition.ParallelRuns),
                ledger.Add,
                WriteFailed,
                definition.TimeProvider
            );
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(folder.Path, error);
        }
    }

    private ProgressReporter Report(Ledger ledger, RunWorkers workers) =>
        new(
            definition.Observer,
            folder.Header.TotalRuns,
            ledger.Counts,
            () => workers.InFlight,
            definition.TimeProvider
        );

    private void WriteFailed(ResultsWriteException error) =>
        control.StopNow(new StopCause(ExperimentStatus.WriteFailed, "write_failed", error.Message));
}
