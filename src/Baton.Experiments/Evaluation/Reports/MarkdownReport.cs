using System.Globalization;
using System.Text;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Evaluation.Reports;

/// <summary>Writes <c>report.md</c>: the numbers as tables, then the first failures with their reasons and conversations.</summary>
/// <param name="file">Takes the report.</param>
/// <param name="summary">The numbers.</param>
internal sealed class MarkdownReport(Stream file, EvaluationSummary summary)
{
    private const int MostFailures = 20;
    private const int MostPersonas = 50;
    private const int LongestText = 600;

    /// <summary>Writes the report.</summary>
    /// <param name="traces">The evaluated traces; read as far as failures are shown.</param>
    public void Write(IEnumerable<JudgedTrace> traces)
    {
        using StreamWriter text = new(file, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(
            $"# Evaluation of {Inline(summary.ExperimentName.Length > 0 ? summary.ExperimentName : "an experiment")}"
        );
        text.WriteLine();
        if (summary.Goal is { } goal)
        {
            text.WriteLine(Inline(goal));
            text.WriteLine();
        }

        WriteNumbers(text);
        WriteEvaluators(text);
        WritePersonas(text);
        WriteErrors(text);
        WriteFailures(text, traces);
    }

    private void WriteNumbers(StreamWriter text)
    {
        TraceCounts counts = summary.Traces;
        text.WriteLine("| runs | passed | failed | not judged | simulator faults | pass rate | mean score |");
        text.WriteLine("|---|---|---|---|---|---|---|");
        text.WriteLine(
            $"| {counts.Total:N0} | {counts.Passed:N0} | {counts.Failed:N0} | {counts.Unjudged:N0} | {counts.SimulatorFaults:N0} | {Rate(summary.PassRate, summary.PassRateInterval)} | {Score(summary.MeanScore)} |"
        );
        text.WriteLine();
        text.WriteLine($"A run's score is the `{summary.Aggregate.Method}` of its evaluators{Threshold()}.");
        if (summary.Judges is { } judges)
        {
            string cached = judges.Cached > 0 ? $", {judges.Cached:N0} of them from the cache" : "";
            string tokens = judges.Tokens?.Total is { } total ? $", {total:N0} tokens" : "";
            string cost = judges.Cost is { } dollars
                ? $", ${dollars.ToString("0.####", CultureInfo.InvariantCulture)}"
                : "";
            text.WriteLine($"Judges gave {judges.Scores:N0} scores{cached}{tokens}{cost}.");
        }

        string Threshold() =>
            summary.Aggregate.Method == "all"
                ? "; it passes when all of them pass"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"; it passes from {summary.Aggregate.Threshold:0.###} on"
                );
    }

    private void WriteEvaluators(StreamWriter text)
    {
        text.WriteLine();
        text.WriteLine("## Evaluators");
        text.WriteLine();
        text.WriteLine("| evaluator | type | pass rate | mean | pass | fail | error | skipped |");
        text.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (EvaluatorSummary one in summary.Evaluators)
        {
            text.WriteLine(
                $"| {Cell(one.Name)} | {one.Type} | {Rate(one.PassRate, one.PassRateInterval)} | {Score(one.Mean)} | {one.Pass:N0} | {one.Fail:N0} | {one.Error:N0} | {one.Skipped:N0} |"
            );
            foreach ((string check, CheckCounts counts) in one.Checks ?? new Dictionary<string, CheckCounts>())
            {
                text.WriteLine(
                    $"| ↳ {Cell(check)} | check | {Rate(counts.Pass, counts.Fail)} | | {counts.Pass:N0} | {counts.Fail:N0} | {counts.Error:N0} | {counts.Skipped:N0} |"
                );
            }
        }
    }

    private void WritePersonas(StreamWriter text)
    {
        if (summary.ByPersona is not { Count: > 1 } personas)
        {
            return;
        }

        text.WriteLine();
        text.WriteLine("## Personas");
        text.WriteLine();
        text.WriteLine("| persona | runs | pass rate | mean score |");
        text.WriteLine("|---|---|---|---|");
        foreach ((string name, PersonaEvaluation persona) in personas.Take(MostPersonas))
        {
            text.WriteLine(
                $"| {Cell(name)} | {persona.Total:N0} | {Rate(persona.PassRate, persona.PassRateInterval)} | {Score(persona.MeanScore)} |"
            );
        }

        if (personas.Count > MostPersonas)
        {
            text.WriteLine();
            text.WriteLine(
                $"… and {personas.Count - MostPersonas:N0} more; all of them stand in `{EvaluationFiles.Summary}`."
            );
        }
    }

    private void WriteErrors(StreamWriter text)
    {
        if (summary.Errors.Count == 0)
        {
            return;
        }

        text.WriteLine();
        text.WriteLine("## What could not be judged");
        text.WriteLine();
        text.WriteLine("| scores | evaluator | why |");
        text.WriteLine("|---|---|---|");
        foreach (ErrorCount error in summary.Errors)
        {
            text.WriteLine($"| {error.Count:N0} | {Cell(error.Evaluator)} | {Cell(Short(error.Reason))} |");
        }
    }

    private void WriteFailures(StreamWriter text, IEnumerable<JudgedTrace> traces)
    {
        text.WriteLine();
        text.WriteLine("## Failures");
        text.WriteLine();
        if (summary.Traces.Failed == 0)
        {
            text.WriteLine("There are none.");
            return;
        }

        if (summary.Traces.Failed > MostFailures)
        {
            text.WriteLine(
                $"The first {MostFailures} of {summary.Traces.Failed:N0}; the others stand in `{EvaluationFiles.HtmlReport}` and `{EvaluationFiles.PerTrace}`."
            );
            text.WriteLine();
        }

        foreach (JudgedTrace failed in traces.Where(IsFailed).Take(MostFailures))
        {
            WriteFailure(text, failed);
        }
    }

    private static bool IsFailed(JudgedTrace trace) => trace.Verdict == TraceVerdict.Failed;

    private static void WriteFailure(StreamWriter text, JudgedTrace failed)
    {
        string persona = failed.Trace.Persona is { } name ? $", persona {Inline(name)}" : "";
        text.WriteLine($"### {Inline(failed.Run.RunKey)}");
        text.WriteLine();
        text.WriteLine($"Score {Score(failed.Run.Score)}{persona}.");
        text.WriteLine();
        foreach (EvaluatorScore said in failed.Run.Scores)
        {
            if (said.Score.Status is ScoreStatus.Fail or ScoreStatus.Error)
            {
                text.WriteLine(
                    $"- **{Inline(said.Score.Evaluator)}** ({said.Score.Status.Word()}): {Inline(Short(said.Score.Reason ?? "no reason was told"))}"
                );
            }
        }

        text.WriteLine();
        if (failed.Trace.Conversation is { } conversation)
        {
            foreach (Traces.TraceMessage message in conversation.History)
            {
                WriteQuote(text, message.Role, message.Content);
            }
        }
        else
        {
            WriteQuote(text, "user", failed.Trace.Input);
            WriteQuote(text, "assistant", failed.Trace.Output ?? "");
        }

        if (failed.Trace.Error is { } error)
        {
            text.WriteLine($"The run ended with `{error.Kind}`: {Inline(Short(error.Message))}");
            text.WriteLine();
        }
    }

    private static void WriteQuote(StreamWriter text, string who, string said)
    {
        string quoted = Escape(Short(said)).ReplaceLineEndings("\n").Replace("\n", "\n> ", StringComparison.Ordinal);
        text.WriteLine($"> **{who}**: {quoted}");
        text.WriteLine();
    }

    private static string Rate(double? rate, WilsonInterval? interval) =>
        (rate, interval) switch
        {
            (null, _) => "–",
            ({ } value, null) => Percent(value),
            ({ } value, { } spread) => $"{Percent(value)} ({Percent(spread.Low)} to {Percent(spread.High)})",
        };

    private static string Rate(long pass, long fail) => pass + fail == 0 ? "–" : Percent((double)pass / (pass + fail));

    private static string Percent(double rate) => rate.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Score(double? score) => score?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";

    private static string Short(string text) =>
        text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), " …");

    private static string Cell(string text) => Inline(text).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Inline(string text) => Escape(text.ReplaceLineEndings(" "));

    private static string Escape(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal);
}
