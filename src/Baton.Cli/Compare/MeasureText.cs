using System.Globalization;
using Baton.Cli.Results;
using Baton.Experiments.Comparison;
using Baton.Experiments.Comparison.Statistics;

namespace Baton.Cli.Compare;

/// <summary>Says numbers of a comparison as people do.</summary>
internal static class MeasureText
{
    /// <summary>A number with its interval.</summary>
    public static string Of(Measure measure, Estimate? estimate) =>
        estimate is null ? "-"
        : estimate.Interval is not { } interval ? Value(measure, estimate.Value)
        : $"{Value(measure, estimate.Value)} [{Value(measure, interval.Low)}, {Value(measure, interval.High)}]";

    /// <summary>By how much a number changed, with the interval of that.</summary>
    public static string Change(MetricComparison metric)
    {
        Estimate change = metric.Difference;
        string relative =
            metric.Measure is Measure.Rate or Measure.Score || metric.RelativeChange is not { } share
                ? ""
                : $" ({Signed(share, Percent(Math.Abs(share)))})";
        string interval = change.Interval is { } known
            ? $" [{SignedValue(metric.Measure, known.Low)}, {SignedValue(metric.Measure, known.High)}]"
            : "";
        return $"{SignedValue(metric.Measure, change.Value)}{relative}{interval}{(metric.Measure is Measure.Rate ? " points" : "")}";
    }

    /// <summary>A p-value.</summary>
    public static string Chance(double? value) =>
        value switch
        {
            null => "-",
            < 0.0001 => "<0.0001",
            { } known => known.ToString(known < 0.001 ? "0.0000" : "0.000", CultureInfo.InvariantCulture),
        };

    /// <summary>A number's name in words.</summary>
    public static string Title(string metric) =>
        metric switch
        {
            MetricNames.LatencyMean => "latency, mean",
            MetricNames.LatencyP50 => "latency, p50",
            MetricNames.LatencyP90 => "latency, p90",
            MetricNames.Tokens or MetricNames.Cost or MetricNames.Turns => $"{metric} a run",
            _ => metric.Replace("pass_rate", "pass rate", StringComparison.Ordinal),
        };

    /// <summary>A verdict in a word; nothing for a difference that may be chance.</summary>
    public static string Word(Verdict verdict) =>
        verdict switch
        {
            Verdict.Better => "better",
            Verdict.Worse => "WORSE",
            _ => "",
        };

    /// <summary>How a p-value was found, in words.</summary>
    public static string Method(TestMethod method) =>
        method switch
        {
            TestMethod.McNemarExact => "McNemar, exact",
            TestMethod.McNemarMidP => "McNemar, mid-p",
            TestMethod.PermutationExact => "permutation, exact",
            TestMethod.Permutation => "permutation",
            TestMethod.PermutationNormal => "permutation, normal limit",
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "not a method"),
        };

    private static string SignedValue(Measure measure, double value) =>
        Signed(value, measure == Measure.Rate ? Plain(Math.Abs(value) * 100, "0.#") : Value(measure, Math.Abs(value)));

    private static string Signed(double value, string size) =>
        value > 0 ? $"+{size}"
        : value < 0 ? $"-{size}"
        : size;

    private static string Value(Measure measure, double value) =>
        measure switch
        {
            Measure.Rate => SummaryText.Percent(value),
            Measure.Score => Plain(value, "0.000"),
            Measure.Milliseconds => SummaryText.Milliseconds(value),
            Measure.Dollars => $"${Plain(value, Math.Abs(value) < 0.01 ? "0.######" : "0.####")}",
            _ => Plain(value, Math.Abs(value) < 100 ? "0.##" : "0.#"),
        };

    private static string Percent(double share) => $"{Plain(share * 100, "0.#")} %";

    private static string Plain(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
