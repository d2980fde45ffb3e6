using System.Globalization;

namespace Baton.Cli.Results;

/// <summary>Shows the results of an experiment to a person.</summary>
internal static class SummaryText
{
    private const int ExampleLength = 90;

    /// <summary>Writes the numbers, the failures by kind and where the results are.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="summary">The summary.</param>
    /// <param name="failures">The failures.</param>
    /// <param name="directory">The experiment's folder as the user would type it.</param>
    public static void Write(TextWriter output, SummaryFile summary, FailureTally failures, string directory)
    {
        TextTable table = new();
        if (summary.Name is { } name)
        {
            table.Add("Experiment", name);
        }

        table.Add("Runs", Runs(summary));
        table.Add("Success", Success(summary));
        AddDurations(table, "Duration", summary.Durations);
        AddDurations(table, "First output", summary.FirstOutputs);
        AddSpending(table, "Agent", summary.Agent);
        AddSpending(table, "Supervisor", summary.Supervisor);
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

    private static string Runs(SummaryFile summary)
    {
        List<string> parts = [$"{summary.Successful:N0} ok"];
        Add(summary.Failed, "failed");
        Add(summary.Limited, "limited");
        Add(summary.SimulatorFaults, summary.SimulatorFaults == 1 ? "simulator fault" : "simulator faults");
        string missing = summary.Remaining > 0 ? $"; {summary.Remaining:N0} not run" : "";
        return $"{summary.Total:N0}: {string.Join(", ", parts)}{missing}";

        void Add(long count, string word)
        {
            if (count > 0)
            {
                parts.Add($"{count:N0} {word}");
            }
        }
    }

    private static string Success(SummaryFile summary) =>
        summary.SuccessInterval is { } interval
            ? $"{Percent(summary.SuccessRate)} (95 % interval {Percent(interval.Low)} to {Percent(interval.High)})"
            : Percent(summary.SuccessRate);

    private static void AddDurations(TextTable table, string what, DurationPercentiles? durations)
    {
        if (durations is not null)
        {
            table.Add(
                what,
                $"p50 {Milliseconds(durations.P50)}, p90 {Milliseconds(durations.P90)}, p99 {Milliseconds(durations.P99)}"
            );
        }
    }

    private static void AddSpending(TextTable table, string who, Spending spending)
    {
        if (spending.TotalTokens == 0 && spending.Cost == 0)
        {
            return;
        }

        string cost = spending.Cost > 0 ? $", ${spending.Cost.ToString("0.####", CultureInfo.InvariantCulture)}" : "";
        table.Add(
            who,
            $"{spending.TotalTokens:N0} tokens ({spending.InputTokens:N0} in, {spending.OutputTokens:N0} out){cost}"
        );
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
