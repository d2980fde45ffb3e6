using Baton.Agents;
using Baton.Experiments;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
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
        bool json,
        Func<string, string> resumeWith,
        bool isEvaluatedNext
    )
    {
        string reason = experiment.Redactor.Redact(result.Reason ?? "");
        if (result.Folder is not { } folder)
        {
            await session.Error.WriteLineAsync($"error: {reason}");
            return NothingWritten(result);
        }

        string shown = Shown(folder, session.WorkingDirectory);
        IEnumerable<TraceSummary> ReadRuns() => ExperimentReader.ReadTraceSummaries(folder);
        string file = Path.Combine(folder, ExperimentFiles.Summary);
        if (json && File.Exists(file))
        {
            await session.Out.WriteLineAsync((await File.ReadAllTextAsync(file)).TrimEnd());
        }
        else if (!json && result.Summary is { } summary)
        {
            bool allWell = summary.Successful == summary.TotalTraces;
            SummaryText.Write(session.Out, summary, FailureTally.Of(allWell ? [] : ReadRuns()), shown);
        }

        if (!json && experiment.Replay is { } replay)
        {
            ReplayText.Write(session.Out, replay, shown);
        }
        else if (experiment.Replay is { } replayed)
        {
            await session.Error.WriteLineAsync(
                $"Replay: {ReplayText.Summary(replayed)}; see {Path.Combine(shown, "replay.json")}"
            );
        }

        string? unwritten = report?.TryWrite(
            result.Summary?.ExperimentName ?? Path.GetFileName(folder),
            () => ReadRuns().Select(JUnitCase.Of)
        );
        await TellNextAsync(session.Error, result, reason, shown, resumeWith, isEvaluatedNext);
        int exitCode = await JudgeAsync(session.Error, result, experiment.Settings.FailUnder);
        if (unwritten is not null)
        {
            await session.Error.WriteLineAsync(unwritten);
        }

        return unwritten is not null && exitCode == ExitCodes.Ok ? ExitCodes.Failed : exitCode;
    }

    private static int NothingWritten(ExperimentResult result) =>
        result.Status switch
        {
            ExperimentStatus.Interrupted => ExitCodes.Interrupted,
            ExperimentStatus.PreflightFailed when result.Error?.Kind == ErrorKind.Internal => ExitCodes.Internal,
            // The folder could not be made, or what is needed is not there: the user has to change or start something.
            ExperimentStatus.WriteFailed or ExperimentStatus.PreflightFailed => ExitCodes.Usage,
            _ => ExitCodes.Failed,
        };

    private static async Task TellNextAsync(
        TextWriter error,
        ExperimentResult result,
        string reason,
        string shown,
        Func<string, string> resumeWith,
        bool isEvaluatedNext
    )
    {
        if (result.Outcomes.Total > 0)
        {
            await error.WriteLineAsync($"Runs one by one: baton status traces {shown}");
        }

        if (!isEvaluatedNext && result.Folder is { } folder && EvaluationReader.IsOutdated(folder))
        {
            await error.WriteLineAsync(
                $"The evaluation is older than these runs; score them with: baton evaluate experiment {shown}"
            );
        }

        if (result.Status != ExperimentStatus.Completed)
        {
            string word = result.Status == ExperimentStatus.Interrupted ? "stopped early" : "error";
            await error.WriteLineAsync($"{word}: {reason}");
            await error.WriteLineAsync($"Go on with: {resumeWith(shown)}");
        }
    }

    private static async Task<int> JudgeAsync(TextWriter error, ExperimentResult result, double? failUnder)
    {
        if (result.Status != ExperimentStatus.Completed)
        {
            return result.Status == ExperimentStatus.Interrupted ? ExitCodes.Interrupted : ExitCodes.Failed;
        }

        if (result.Outcomes.Successful == 0)
        {
            await error.WriteLineAsync("error: no run succeeded");
            return ExitCodes.Failed;
        }

        if (failUnder is { } least && (result.SuccessRate ?? 0) < least)
        {
            string rate = SummaryText.Percent(result.SuccessRate);
            await error.WriteLineAsync($"error: the success rate {rate} is under {SummaryText.Percent(least)}");
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
