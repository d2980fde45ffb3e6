using System.Globalization;
using Baton.Cli.Results;
using Baton.Experiments.Evaluation.Results;

namespace Baton.Cli.Evaluate;

/// <summary>Shows what an evaluation found to a person.</summary>
internal static class EvaluationText
{
    private const int MostErrors = 5;
    private const int MostPersonas = 20;
    private const int ReasonLength = 90;

    /// <summary>Writes the numbers, the evaluators, the personas, what could not be judged, and where the results are.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="summary">The summary.</param>
    /// <param name="folder">The evaluation's folder as the user would type it.</param>
    public static void Write(TextWriter output, EvaluationSummary summary, string folder)
    {
        TextTable table = new();
        if (summary.ExperimentName.Length > 0)
        {
            table.Add("Experiment", summary.ExperimentName);
        }

        table.Add("Runs", Runs(summary));
        table.Add("Pass rate", Rate(summary.PassRate, summary.PassRateInterval));
        table.Add("Mean score", $"{Score(summary.MeanScore)} ({Rule(summary.Aggregate)})");
        if (summary.Judges is { } judges)
        {
            table.Add("Judges", Spending(judges));
        }

        table.Add("Results", folder);
        table.Add("To read", Path.Combine(folder, EvaluationFiles.HtmlReport));
        table.Write(output);
        WriteEvaluators(output, summary);
        WritePersonas(output, summary);
        WriteErrors(output, summary);
    }

    private static string Runs(EvaluationSummary summary)
    {
        TraceCounts traces = summary.Traces;
        List<string> parts = [$"{traces.Passed:N0} passed", $"{traces.Failed:N0} failed"];
        Add(traces.Unjudged, "not judged");
        Add(traces.SimulatorFaults, traces.SimulatorFaults == 1 ? "simulator fault" : "simulator faults");
        string rest = summary.PlannedRuns is { } planned ? $"; {planned - traces.Total:N0} not looked at" : "";
        return $"{traces.Total:N0}: {string.Join(", ", parts)}{rest}";

        void Add(long count, string word)
        {
            if (count > 0)
            {
                parts.Add($"{count:N0} {word}");
            }
        }
    }

    private static string Rate(double? rate, Experiments.Results.Statistics.WilsonInterval? interval) =>
        interval is null
            ? SummaryText.Percent(rate)
            : $"{SummaryText.Percent(rate)} (95 % interval {SummaryText.Percent(interval.Low)} to {SummaryText.Percent(interval.High)})";

    private static string Rule(AggregateFacts aggregate) =>
        aggregate.Method == "all"
            ? "all: every evaluator must pass"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{aggregate.Method}, passes from {aggregate.Threshold:0.###}"
            );

    private static string Score(double? score) => score?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    private static string Spending(JudgeSpending judges)
    {
        List<string> parts = [judges.Calls == 1 ? "1 call" : $"{judges.Calls:N0} calls"];
        if (judges.Tokens is { Total: { } tokens })
        {
            parts.Add($"{tokens:N0} tokens");
        }

        if (judges.Cost is { } cost)
        {
            parts.Add($"${cost.ToString("0.####", CultureInfo.InvariantCulture)}");
        }

        if (judges.Cached > 0)
        {
            parts.Add($"{judges.Cached:N0} scores from the cache");
        }

        return string.Join(", ", parts);
    }

    private static void WriteEvaluators(TextWriter output, EvaluationSummary summary)
    {
        TextTable table = new();
        table.Add("EVALUATOR", "MEAN", "PASS", "FAIL", "ERROR", "SKIPPED");
        foreach (EvaluatorSummary one in summary.Evaluators)
        {
            table.Add(
                one.Name,
                Score(one.Mean),
                $"{one.Pass:N0}",
                $"{one.Fail:N0}",
                $"{one.Error:N0}",
                $"{one.Skipped:N0}"
            );
            foreach ((string check, CheckCounts counts) in one.Checks ?? new Dictionary<string, CheckCounts>())
            {
                table.Add(
                    $"  {check}",
                    "",
                    $"{counts.Pass:N0}",
                    $"{counts.Fail:N0}",
                    $"{counts.Error:N0}",
                    $"{counts.Skipped:N0}"
                );
            }
        }

        output.WriteLine();
        table.Write(output);
    }

    private static void WritePersonas(TextWriter output, EvaluationSummary summary)
    {
        if (summary.ByPersona is not { Count: > 1 } personas)
        {
            return;
        }

        TextTable table = new();
        table.Add("PERSONA", "MEAN", "PASS RATE", "RUNS");
        foreach ((string name, PersonaEvaluation persona) in personas.Take(MostPersonas))
        {
            table.Add(name, Score(persona.MeanScore), SummaryText.Percent(persona.PassRate), $"{persona.Total:N0}");
        }

        output.WriteLine();
        table.Write(output);
        if (personas.Count > MostPersonas)
        {
            output.WriteLine($"… and {personas.Count - MostPersonas:N0} more");
        }
    }

    private static void WriteErrors(TextWriter output, EvaluationSummary summary)
    {
        if (summary.Errors.Count == 0)
        {
            return;
        }

        TextTable table = new();
        foreach (ErrorCount error in summary.Errors.Take(MostErrors))
        {
            table.Add($"{error.Count:N0}", error.Evaluator, OneLine.Of(error.Reason, ReasonLength));
        }

        output.WriteLine();
        output.WriteLine("Could not judge");
        table.Write(output, "  ");
    }
}
