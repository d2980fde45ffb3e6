using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;

namespace Baton.Experiments.Evaluation.Reports;

/// <summary>Writes what people read of an evaluation: <c>report.md</c> and <c>report.html</c>.</summary>
internal static class EvaluationReports
{
    /// <summary>Writes both reports.</summary>
    /// <param name="experiment">The experiment's folder.</param>
    /// <param name="evaluation">The folder that holds <c>per_trace.jsonl</c> and takes the reports.</param>
    /// <param name="summary">The evaluation's numbers.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="ResultsWriteException">A file cannot be written.</exception>
    public static void Write(
        string experiment,
        string evaluation,
        EvaluationSummary summary,
        CancellationToken cancellationToken
    )
    {
        string perTrace = Path.Combine(evaluation, EvaluationFiles.PerTrace);
        IEnumerable<JudgedTrace> Traces()
        {
            foreach (JudgedTrace trace in JudgedTrace.Read(experiment, EvaluationReader.ReadRunsOf(perTrace)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return trace;
            }
        }

        WriteFile(
            Path.Combine(evaluation, EvaluationFiles.MarkdownReport),
            file => new MarkdownReport(file, summary).Write(Traces())
        );
        ReportSelection selection = new(EvaluationReader.ReadRunsOf(perTrace), HtmlReport.MostTraces);
        WriteFile(
            Path.Combine(evaluation, EvaluationFiles.HtmlReport),
            file => new HtmlReport(file, summary, selection).Write(Traces())
        );
    }

    private static void WriteFile(string path, Action<Stream> write)
    {
        try
        {
            using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 256 * 1024);
            write(file);
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(path, error);
        }
    }
}
