using Baton.Cli.Results;
using Baton.Experiments.Comparison;

namespace Baton.Cli.Compare;

/// <summary>Shows a comparison to a person.</summary>
internal static class ComparisonText
{
    private const int AnswerLength = 200;
    private const int PersonasShown = 30;

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, ComparisonView view)
    {
        ExperimentComparison comparison = view.Comparison;
        WriteHead(output, comparison);
        WriteTable(output, "NUMBER", comparison.Metrics);
        WriteGate(output, view);
        WritePersonas(output, comparison.Personas);
        WriteEvaluators(output, comparison.Evaluators);
        WriteRepetitions(output, comparison.PassAtK);
        WriteFlips(output, "passed in A and fail in B", comparison.Worse);
        WriteFlips(output, "failed in A and pass in B", comparison.Better);
        WriteLoneInputs(output, "A", comparison.Pairing.OnlyFirst);
        WriteLoneInputs(output, "B", comparison.Pairing.OnlySecond);
    }

    /// <summary>What is compared, in a sentence.</summary>
    public static string Common(ExperimentComparison comparison)
    {
        PairingSummary pairing = comparison.Pairing;
        string alone =
            pairing.FirstRunsAlone + pairing.SecondRunsAlone > 0
                ? $"; of their runs {pairing.FirstRunsAlone:N0} are only in A, {pairing.SecondRunsAlone:N0} only in B"
                : "";
        return $"{Count(pairing.Pairs, "run")} of {Count(pairing.Inputs, "input")}{alone}; a run passes by its "
            + (comparison.IsJudged ? "evaluation" : "success");
    }

    /// <summary>What differs beside the results, one sentence each.</summary>
    public static IEnumerable<string> Differences(ExperimentComparison comparison)
    {
        foreach (IdentityDifference difference in comparison.Differences)
        {
            string values = difference.What is "dataset" or "target" or "configuration"
                ? ""
                : $" (A {difference.First ?? "none"}, B {difference.Second ?? "none"})";
            yield return $"{difference.What.Replace('_', ' ')}{values}: {difference.Meaning}";
        }

        foreach (SettingDifference setting in comparison.Settings)
        {
            yield return $"setting {setting.Key}: {OneLine.Of(setting.First ?? "(not set)", 60)} → "
                + OneLine.Of(setting.Second ?? "(not set)", 60);
        }
    }

    private static void WriteHead(TextWriter output, ExperimentComparison comparison)
    {
        TextTable table = new();
        AddExperiment(table, "A", comparison.First);
        AddExperiment(table, "B", comparison.Second);
        table.Add("Common", Common(comparison));
        table.Write(output);
        foreach (string warning in comparison.Warnings)
        {
            output.WriteLine($"Warning: {warning}");
        }

        foreach (string difference in Differences(comparison))
        {
            output.WriteLine($"Differs: {difference}");
        }

        output.WriteLine();
    }

    private static void AddExperiment(TextTable table, string letter, ComparedExperiment experiment)
    {
        string faults =
            experiment.SimulatorFaults > 0 ? $", {Count(experiment.SimulatorFaults, "simulator fault")} left out" : "";
        table.Add(
            letter,
            $"{experiment.Name}: {Count(experiment.Runs, "run")}, pass rate {MeasureText.Of(Measure.Rate, experiment.PassRate)}{faults}"
        );
    }

    private static void WriteTable(TextWriter output, string title, IReadOnlyList<MetricComparison> metrics)
    {
        TextTable table = new();
        table.Add(title, "A", "B", "CHANGE", "P", "P (HOLM)", "");
        foreach (MetricComparison metric in metrics)
        {
            table.Add(
                MeasureText.Title(metric.Name),
                MeasureText.Of(metric.Measure, metric.First),
                MeasureText.Of(metric.Measure, metric.Second),
                MeasureText.Change(metric),
                MeasureText.Chance(metric.PValue),
                MeasureText.Chance(metric.AdjustedPValue),
                MeasureText.Word(metric.Verdict)
            );
        }

        table.Write(output);
    }

    private static void WriteGate(TextWriter output, ComparisonView view)
    {
        if (view.Gate is null)
        {
            return;
        }

        output.WriteLine();
        bool fails = view.Decided.Any(result => result.IsRegression);
        output.WriteLine(
            fails ? "Regression: yes"
            : view.Comparison.IsTooSmall ? "Regression: cannot be told, too little is common"
            : "Regression: no"
        );
        foreach (GateResult result in view.Decided)
        {
            output.WriteLine($"  {GateText.Of(result)}: {GateText.Reason(result, view.Comparison)}");
        }
    }

    private static void WritePersonas(TextWriter output, IReadOnlyList<PersonaComparison> personas)
    {
        if (personas.Count == 0)
        {
            return;
        }

        TextTable table = new();
        table.Add("PERSONA", "RUNS", "PASS RATE A", "B", "CHANGE", "P (HOLM)", "LATENCY", "TOKENS", "COST", "");
        foreach (PersonaComparison persona in personas.Take(PersonasShown))
        {
            MetricComparison? passes = Find(persona, MetricNames.PassRate);
            table.Add(
                persona.Name ?? "(none)",
                $"{passes?.Pairs ?? 0:N0}",
                MeasureText.Of(Measure.Rate, passes?.First),
                MeasureText.Of(Measure.Rate, passes?.Second),
                passes is null ? "-" : MeasureText.Change(passes),
                MeasureText.Chance(passes?.AdjustedPValue),
                Relative(persona, MetricNames.LatencyMean),
                Relative(persona, MetricNames.Tokens),
                Relative(persona, MetricNames.Cost),
                passes is null ? "" : MeasureText.Word(passes.Verdict)
            );
        }

        output.WriteLine();
        table.Write(output);
        WriteMore(output, personas.Count - PersonasShown, "persona", "--format json");
    }

    private static MetricComparison? Find(PersonaComparison persona, string metric) =>
        persona.Metrics.FirstOrDefault(known => known.Name == metric);

    private static string Relative(PersonaComparison persona, string metric)
    {
        if (Find(persona, metric)?.RelativeChange is not { } share)
        {
            return "-";
        }

        string mark = Find(persona, metric)!.Verdict == Verdict.Unclear ? "" : "*";
        return $"{(share > 0 ? "+" : "")}{SummaryText.Percent(share)}{mark}";
    }

    private static void WriteEvaluators(TextWriter output, IReadOnlyList<MetricComparison> evaluators)
    {
        if (evaluators.Count > 0)
        {
            output.WriteLine();
            WriteTable(output, "EVALUATOR", evaluators);
        }
    }

    private static void WriteRepetitions(TextWriter output, IReadOnlyList<MetricComparison> steps)
    {
        if (steps.Count == 0)
        {
            return;
        }

        TextTable table = new();
        table.Add("K RUNS", "A", "B", "CHANGE");
        foreach (MetricComparison step in steps)
        {
            table.Add(
                step.Name,
                MeasureText.Of(step.Measure, step.First),
                MeasureText.Of(step.Measure, step.Second),
                MeasureText.Change(step)
            );
        }

        output.WriteLine();
        table.Write(output);
    }

    private static void WriteFlips(TextWriter output, string what, FlippedRuns flips)
    {
        if (flips.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{Count(flips.Count, "run")} {what}");
        foreach (FlippedRun flip in flips.Shown)
        {
            output.WriteLine($"  {flip.RunKey}: {OneLine.Of(flip.Input, 80)}");
            WriteSide(output, "A", flip.First);
            WriteSide(output, "B", flip.Second);
        }

        WriteMore(output, flips.Count - flips.Shown.Count, "run", "--flips");
    }

    private static void WriteSide(TextWriter output, string letter, RunSide side)
    {
        output.WriteLine($"    {letter}  {OneLine.Of(side.Output ?? "(no answer)", AnswerLength)}");
        foreach (string reason in side.Reasons)
        {
            output.WriteLine($"       {OneLine.Of(reason, AnswerLength)}");
        }
    }

    private static void WriteLoneInputs(TextWriter output, string letter, LoneInputs inputs)
    {
        if (inputs.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"Only in {letter}: {Count(inputs.Count, "input")}");
        foreach (LoneInput input in inputs.Shown)
        {
            output.WriteLine($"  {input.Id}: {OneLine.Of(input.Text, 80)}");
        }

        WriteMore(output, inputs.Count - inputs.Shown.Count, "input", null);
    }

    private static void WriteMore(TextWriter output, long more, string word, string? option)
    {
        if (more > 0)
        {
            output.WriteLine($"  … and {Count(more, word)} more{(option is null ? "" : $"; show them with {option}")}");
        }
    }

    private static string Count(long count, string word) => count == 1 ? $"1 {word}" : $"{count:N0} {word}s";
}
