using Baton.Agents;
using Baton.Experiments;
using Baton.Experiments.Running;

namespace Baton.Cli.Results;

/// <summary>Tells how an experiment ended.</summary>
internal static class ExperimentReport
{
    /// <summary>Writes the summary, the report that was asked for and what to do next.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> TellAsync(
        ToolSession session,
        PreparedExperiment experiment,
        ExperimentResult result,
        JUnitTarget? report,
        bool json
    )
    {
        if (result.Reason is not null && result.Status != ExperimentStatus.Interrupted)
        {
            await session.Error.WriteLineAsync($"error: {experiment.Redactor.Redact(result.Reason)}");
        }

        if (result.Folder is null)
        {
            return NothingWritten(result);
        }

        string shown = Shown(result.Folder, session.WorkingDirectory);
        string runs = Path.Combine(result.Folder, TraceSummary.FileName);
        IEnumerable<TraceSummary> ReadRuns() => File.Exists(runs) ? TraceSummary.ReadFile(runs) : [];
        SummaryFile? summary = result.Summary is null ? null : SummaryFile.Read(result.Folder);
        if (json && summary is not null)
        {
            string path = Path.Combine(result.Folder, SummaryFile.FileName);
            await session.Out.WriteLineAsync((await File.ReadAllTextAsync(path)).TrimEnd());
        }
        else if (summary is not null)
        {
            SummaryText.Write(session.Out, summary, FailureTally.Of(ReadRuns()), shown);
        }

        if (report is not null)
        {
            JUnitReport.Write(report.Path, summary?.Name ?? Path.GetFileName(result.Folder), ReadRuns);
        }

        return await ConcludeAsync(session, experiment, result, summary, shown);
    }

    private static int NothingWritten(ExperimentResult result) =>
        result.Status switch
        {
            ExperimentStatus.Interrupted => ExitCodes.Interrupted,
            // The folder could not be made, or the code could not be loaded: a matter of usage.
            ExperimentStatus.WriteFailed => ExitCodes.Usage,
            ExperimentStatus.PreflightFailed when result.Error?.Kind == ErrorKind.Start => ExitCodes.Usage,
            _ => ExitCodes.Failed,
        };

    private static async Task<int> ConcludeAsync(
        ToolSession session,
        PreparedExperiment experiment,
        ExperimentResult result,
        SummaryFile? summary,
        string shown
    )
    {
        if (summary is { Total: > 0 })
        {
            await session.Error.WriteLineAsync($"Runs one by one: baton status traces {shown}");
        }

        if (result.Status != ExperimentStatus.Completed)
        {
            await session.Error.WriteLineAsync($"Go on with: baton run experiment --resume {shown}");
            return result.Status == ExperimentStatus.Interrupted ? ExitCodes.Interrupted : ExitCodes.Failed;
        }

        if (summary is null or { Successful: 0 })
        {
            await session.Error.WriteLineAsync("error: no run succeeded");
            return ExitCodes.Failed;
        }

        if (experiment.Settings.FailUnder is { } least && (summary.SuccessRate ?? 0) < least)
        {
            await session.Error.WriteLineAsync(
                $"error: the success rate {SummaryText.Percent(summary.SuccessRate)} is under {SummaryText.Percent(least)}"
            );
            return ExitCodes.Failed;
        }

        return ExitCodes.Ok;
    }

    private static string Shown(string directory, string workingDirectory)
    {
        string relative = Path.GetRelativePath(workingDirectory, directory);
        return relative.StartsWith("..", StringComparison.Ordinal) ? directory : relative;
    }
}
