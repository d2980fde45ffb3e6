using System.CommandLine;
using Baton.Cli.Interrupts;
using Baton.Cli.Results;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;

namespace Baton.Cli.Evaluate;

/// <summary>Carries out an evaluation: prepares, judges, tells the results.</summary>
internal static class EvaluationSitting
{
    /// <summary>Runs <c>baton evaluate experiment</c>.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, EvaluateOptions options, ParseResult parsed)
    {
        EvaluationRequest request = options.Read(parsed, session);
        await using PreparedEvaluation evaluation = PreparedEvaluation.Create(request, session.Clock);
        foreach (string warning in evaluation.Warnings)
        {
            await session.Error.WriteLineAsync($"warning: {warning}");
        }

        if (ExperimentReader.Read(request.ExperimentFolder) is { Status: not ExperimentStanding.Completed } experiment)
        {
            string standing = experiment.Status == ExperimentStanding.Running ? "is still running" : "was interrupted";
            await session.Error.WriteLineAsync(
                $"warning: the experiment {standing}; {experiment.Outcomes.Total:N0} of its {experiment.Total:N0} runs are there to evaluate"
            );
        }

        JUnitTarget? report = options.ReadReport(parsed, session);
        using Interruption interruption = session.Listen();
        return await CarryOutAsync(session, evaluation, options.IsJson(parsed), report, interruption.Asked);
    }

    /// <summary>Carries out a prepared evaluation and tells what it found.</summary>
    /// <param name="session">Where the command runs.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="json">Whether the summary is written as JSON.</param>
    /// <param name="report">Where the verdicts are wanted as JUnit XML, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it; the former evaluation stays.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> CarryOutAsync(
        ToolSession session,
        PreparedEvaluation evaluation,
        bool json,
        JUnitTarget? report,
        CancellationToken cancellationToken
    )
    {
        EvaluationResult result;
        try
        {
            using EvaluationProgressLine progress = new(session);
            result = await evaluation.RunAsync(progress, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await session.Error.WriteLineAsync(
                "interrupted; nothing was written, an earlier evaluation stays as it was"
            );
            return ExitCodes.Interrupted;
        }

        foreach (string warning in result.Warnings)
        {
            await session.Error.WriteLineAsync($"warning: {evaluation.Redactor.Redact(warning)}");
        }

        if (json)
        {
            string file = Path.Combine(result.Folder, EvaluationFiles.Summary);
            await session.Out.WriteLineAsync((await File.ReadAllTextAsync(file, CancellationToken.None)).TrimEnd());
        }
        else
        {
            string relative = Path.GetRelativePath(session.WorkingDirectory, result.Folder);
            string shown = relative.StartsWith("..", StringComparison.Ordinal) ? result.Folder : relative;
            EvaluationText.Write(session.Out, result.Summary, shown);
        }

        int exitCode = await JudgeAsync(session.Error, result.Summary, evaluation.Settings.FailUnder);
        string experiment = Path.GetDirectoryName(result.Folder)!;
        string? unwritten = report?.TryWrite(
            result.Summary.ExperimentName.Length > 0 ? result.Summary.ExperimentName : Path.GetFileName(experiment),
            () => EvaluationReader.ReadTraces(experiment).Select(JUnitCase.Of)
        );
        if (unwritten is null)
        {
            return exitCode;
        }

        await session.Error.WriteLineAsync(unwritten);
        return exitCode == ExitCodes.Ok ? ExitCodes.Failed : exitCode;
    }

    private static async Task<int> JudgeAsync(TextWriter error, EvaluationSummary summary, double? failUnder)
    {
        if (summary.PassRate is not { } rate)
        {
            await error.WriteLineAsync("error: no run could be judged");
            return ExitCodes.Failed;
        }

        if (rate < failUnder)
        {
            await error.WriteLineAsync(
                $"error: the pass rate {SummaryText.Percent(rate)} is under {SummaryText.Percent(failUnder)}"
            );
            return ExitCodes.Failed;
        }

        return ExitCodes.Ok;
    }
}
