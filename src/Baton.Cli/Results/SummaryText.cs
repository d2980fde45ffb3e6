using System.Globalization;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Cli.Results;

/// <summary>Shows the results of an experiment to a person.</summary>
internal static class SummaryText
{
    private const int ExampleLength = 200;

    /// <summary>Writes the numbers, the failures by kind and where the results are.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="summary">The summary.</param>
    /// <param name="failures">The failures.</param>
    /// <param name="directory">The experiment's folder as the user would type it.</param>
    public static void Write(TextWriter output, ExperimentSummary summary, FailureTally failures, string directory)
    {
        TextTable table = new();
        if (summary.ExperimentName.Length > 0)
        {
            table.Add("Experiment", summary.ExperimentName);
        }

        table.Add("Runs", Runs(summary));
        if (summary.SkippedInputs > 0)
        {
            table.Add("Skipped", $"{summary.SkippedInputs:N0} inputs with a mistake");
        }

        table.Add("Success", Success(summary));
        AddDurations(table, "Duration", summary.DurationMs);
        AddDurations(table, "First output", summary.FirstOutputMs);
        AddSpending(table, "Agent", summary.Tokens?.Agent, summary.Cost?.Agent);
        AddSpending(table, "Supervisor", summary.Tokens?.Supervisor, summary.Cost?.Supervisor);
        table.Add("Results", directory);
        table.Write(output);
        WriteFailures(output, failures);
    }

    /// <summary>A share as a percentage, or a dash.</summary>
    public static string Percent(double? share) =>
        share is { } known ? $"{(known * 100).ToString("0.#", CultureInfo.InvariantCulture)} %" : "-";

    /// <summary>A duration in milliseconds as people say it, or a dash.</summary>
    public static string Milliseconds(double? milliseconds) =>
        milliseconds switch
        {
            null => "-",
            >= 10_000 => $"{milliseconds / 1000:0.#} s",
            >= 1000 => $"{milliseconds / 1000:0.00} s",
            >= 10 => $"{milliseconds:0} ms",
            _ => $"{milliseconds:0.#} ms",
        };

    private static string Runs(ExperimentSummary summary)
    {
        List<string> parts = [$"{summary.Successful:N0} ok"];
        Add(summary.Failed, "failed");
        Add(summary.Limited, "limited");
        Add(summary.SimulatorFaults, summary.SimulatorFaults == 1 ? "simulator fault" : "simulator faults");
        string missing = summary.RemainingRuns > 0 ? $"; {summary.RemainingRuns:N0} not run" : "";
        return $"{summary.TotalTraces:N0}: {string.Join(", ", parts)}{missing}";

        void Add(long count, string word)
        {
            if (count > 0)
            {
                parts.Add($"{count:N0} {word}");
            }
        }
    }

    private static string Success(ExperimentSummary summary) =>
        summary.SuccessRateInterval is { } interval
            ? $"{Percent(summary.SuccessRate)} (95 % interval {Percent(interval.Low)} to {Percent(interval.High)})"
            : Percent(summary.SuccessRate);

    private static void AddDurations(TextTable table, string what, Percentiles? durations)
    {
        if (durations is not null)
        {
            table.Add(
                what,
                $"p50 {Milliseconds(durations.P50)}, p90 {Milliseconds(durations.P90)}, p99 {Milliseconds(durations.P99)}"
            );
        }
    }

    // Numbers nobody reported are not shown; older summaries say 0 for them.
    private static void AddSpending(TextTable table, string who, TokenCounts? tokens, decimal? cost)
    {
        List<string> parts = [];
        if (tokens is { Total: > 0 } used)
        {
            string split = used is { Input: { } read, Output: { } written } ? $" ({read:N0} in, {written:N0} out)" : "";
            parts.Add($"{used.Total:N0} tokens{split}");
        }

        if (cost is > 0)
        {
            parts.Add($"${cost.Value.ToString("0.####", CultureInfo.InvariantCulture)}");
        }

        if (parts.Count > 0)
        {
            table.Add(who, string.Join(", ", parts));
        }
    }

    private static void WriteFailures(TextWriter output, FailureTally failures)
    {
        if (failures.Kinds.Count == 0)
        {
            return;
        }

        TextTable table = new();
        foreach (FailureKind kind in failures.Kinds)
        {
            table.Add($"{kind.Count:N0}", kind.Name, OneLine.Of(kind.Example, ExampleLength));
        }

        output.WriteLine("Failures");
        table.Write(output, "  ");
    }
}
