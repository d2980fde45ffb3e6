using Baton.Experiments;

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
        string shown = Shown(result.Directory, session.WorkingDirectory);
        string runs = Path.Combine(result.Directory, TraceSummary.FileName);
        IEnumerable<TraceSummary> ReadRuns() => File.Exists(runs) ? TraceSummary.ReadFile(runs) : [];
        SummaryFile? summary = SummaryFile.Read(result.Directory);
        if (json && summary is not null)
        {
            string path = Path.Combine(result.Directory, SummaryFile.FileName);
            await session.Out.WriteLineAsync((await File.ReadAllTextAsync(path)).TrimEnd());
        }
        else if (summary is not null)
        {
            SummaryText.Write(session.Out, summary, FailureTally.Of(ReadRuns()), shown);
        }

        if (report is not null)
        {
            JUnitReport.Write(report.Path, summary?.Name ?? Path.GetFileName(result.Directory), ReadRuns);
        }

        return await ConcludeAsync(session, experiment, result, summary, shown);
    }

    private static async Task<int> ConcludeAsync(
        ToolSession session,
        PreparedExperiment experiment,
        ExperimentResult result,
        SummaryFile? summary,
        string shown
    )
    {
        if (result.StopReason is { } reason)
        {
            await session.Error.WriteLineAsync($"error: {reason}");
        }

        if (summary is { Total: > 0 })
        {
            await session.Error.WriteLineAsync($"Runs one by one: baton status traces {shown}");
        }

        if (result.Interrupted || result.StopReason is not null)
        {
            await session.Error.WriteLineAsync($"Go on with: baton run experiment --resume {shown}");
            return result.StopReason is null ? ExitCodes.Interrupted : ExitCodes.Failed;
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
