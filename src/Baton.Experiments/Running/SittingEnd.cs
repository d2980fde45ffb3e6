using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Running;

/// <summary>Sums up a sitting: the summary, the table, the result.</summary>
internal sealed class SittingEnd(ExperimentDefinition definition, ExperimentFolder folder, Ledger ledger)
{
    /// <summary>Writes the summary and the table.</summary>
    /// <param name="cause">Why it was to end early; of no account when every run is finished all the same.</param>
    public ExperimentResult Conclude(StopCause? cause)
    {
        long remaining = ledger.Remaining;
        StopCause? early =
            remaining == 0 && cause?.Status != ExperimentStatus.WriteFailed ? null : cause ?? PlanTooShort(remaining);
        ExperimentSummary summary = ledger.Summarise() with
        {
            CompletedAt = definition.TimeProvider.GetUtcNow().UtcDateTime,
            SkippedInputs = definition.Plan.SkippedInputs,
            RemainingRuns = remaining,
            Interrupted = remaining > 0,
            InterruptionReason = early?.Word,
            Telemetry = definition.Telemetry?.Collector.Counts is { IsAny: true } counts ? counts : null,
            ConfigSnapshot = definition.ConfigSnapshot,
        };
        ExperimentResult result = new()
        {
            Status = early?.Status ?? ExperimentStatus.Completed,
            Reason = early?.Reason,
            Error = early?.Error,
            Folder = folder.Path,
            Total = folder.Header.TotalRuns,
            Remaining = remaining,
            Outcomes = new OutcomeCounts(summary.Successful, summary.Failed, summary.Limited, summary.SimulatorFaults),
            Summary = summary,
        };
        try
        {
            SummaryFile.Write(folder.Path, summary);
            if (definition.Format == OutputFormat.Csv)
            {
                ResultTable.WriteCsv(folder.Path);
            }

            return result;
        }
        catch (ResultsWriteException error)
        {
            return result with
            {
                Status = ExperimentStatus.WriteFailed,
                Reason = early?.Status == ExperimentStatus.WriteFailed ? early.Reason : error.Message,
            };
        }
    }

    private static StopCause PlanTooShort(long remaining) =>
        new(
            ExperimentStatus.Interrupted,
            "plan_failed",
            $"the inputs ended {remaining} runs early; did their file change while the experiment ran?"
        );
}
