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
        if (summary.P50Ms is { } p50)
        {
            table.Add(
                "Duration",
                $"p50 {Milliseconds(p50)}, p90 {Milliseconds(summary.P90Ms)}, p99 {Milliseconds(summary.P99Ms)}"
            );
        }

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
        string missing = summary.Missing > 0 ? $"; {summary.Missing:N0} not run" : "";
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

    private static void AddSpending(TextTable table, string who, Spending spending)
    {
        List<string> parts = [];
        if (spending.InputTokens is { } input)
        {
            parts.Add($"{input:N0} tokens in");
        }

        if (spending.OutputTokens is { } output)
        {
            parts.Add($"{output:N0} tokens out");
        }

        if (parts.Count == 0 && spending.TotalTokens is { } total)
        {
            parts.Add($"{total:N0} tokens");
        }

        if (spending.Cost is { } cost)
        {
            parts.Add($"${cost.ToString("0.####", CultureInfo.InvariantCulture)}");
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
