using Baton.Experiments.Results;

namespace Baton.Experiments.Running;

/// <summary>Carries out an experiment: preflight, folder, runs, summary.</summary>
/// <remarks>Memory does not grow with the runs that finished. One driver is one sitting.</remarks>
/// <param name="definition">What to do.</param>
public sealed class ExperimentDriver(ExperimentDefinition definition)
{
    /// <summary>Opens the files results go to; tests put failing ones in their place.</summary>
    internal Func<string, AppendFile> OpenFile { get; init; } = AppendFile.Open;

    /// <summary>Carries out the runs that are missing.</summary>
    /// <param name="cancellationToken">
    /// Gives up the runs in flight, as <see cref="ExperimentStop.Cancel"/> does; what is finished is kept and the
    /// result says that the experiment was interrupted.
    /// </param>
    /// <exception cref="ArgumentException">The table format cannot be written.</exception>
    /// <exception cref="Journal.ResumeRefusedException">The folder cannot be resumed.</exception>
    public async Task<ExperimentResult> RunAsync(CancellationToken cancellationToken = default)
    {
        if (ResultTable.Refusal(definition.Format) is { } refusal)
        {
            throw new ArgumentException(refusal);
        }

        using RunControl control = new(definition.Stop, definition.TimeProvider, cancellationToken);
        try
        {
            return await Preflight.CheckAsync(definition, control.NoNewRuns).ConfigureAwait(false) is { } error
                ? NotStarted(ExperimentStatus.PreflightFailed, error.Message) with
                {
                    Error = error,
                }
                : await SitAsync(control).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (control.NoNewRuns.IsCancellationRequested)
        {
            return NotStarted(ExperimentStatus.Interrupted, control.Cause!.Reason);
        }
        catch (ResultsWriteException error)
        {
            return NotStarted(ExperimentStatus.WriteFailed, error.Message);
        }
    }

    private async Task<ExperimentResult> SitAsync(RunControl control)
    {
        using ExperimentFolder folder = await definition.OpenFolder(control.NoNewRuns).ConfigureAwait(false);
        foreach (string notice in folder.Notices)
        {
            definition.Observer?.OnNotice(notice);
        }

        Sitting sitting = new(definition, folder, control) { OpenFile = OpenFile };
        return await sitting.RunAsync().ConfigureAwait(false);
    }

    private ExperimentResult NotStarted(ExperimentStatus status, string reason) =>
        new()
        {
            Status = status,
            Reason = reason,
            Total = definition.Plan.TotalRuns,
            Remaining = definition.Plan.TotalRuns,
        };
}
