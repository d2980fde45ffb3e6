using System.Text.Json;
using Baton.Cli.Results;
using Baton.Experiments.Comparison;
using Baton.Experiments.Comparison.Statistics;

namespace Baton.Cli.Compare;

/// <summary>Writes a comparison for programs.</summary>
internal static class ComparisonJson
{
    private const int Version = 1;

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, ComparisonView view) =>
        JsonText.Write(output, json => Write(json, view));

    private static void Write(Utf8JsonWriter json, ComparisonView view)
    {
        ExperimentComparison comparison = view.Comparison;
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        WriteExperiment(json, "a", comparison.First);
        WriteExperiment(json, "b", comparison.Second);
        json.WriteString("pass_by", comparison.IsJudged ? "evaluation" : "success");
        json.WriteString("unit", comparison.Unit == ComparisonUnit.Input ? "input" : "run");
        json.WriteNumber("alpha", comparison.Alpha);
        json.WriteNumber("confidence", ConfidenceInterval.Level);
        WriteList(json, "warnings", comparison.Warnings, json.WriteStringValue);
        WriteDifferences(json, comparison);
        WritePairing(json, comparison.Pairing);
        WriteList(json, "metrics", comparison.Metrics, metric => WriteMetric(json, metric));
        WriteGate(json, view);
        WriteList(json, "personas", comparison.Personas, persona => WritePersona(json, persona));
        WriteList(json, "evaluators", comparison.Evaluators, metric => WriteMetric(json, metric));
        WriteList(json, "pass_at_k", comparison.PassAtK, metric => WriteMetric(json, metric));
        WriteFlips(json, "broken", comparison.Worse);
        WriteFlips(json, "fixed", comparison.Better);
        json.WriteEndObject();
    }

    private static void WriteExperiment(Utf8JsonWriter json, string name, ComparedExperiment experiment)
    {
        json.WriteStartObject(name);
        json.WriteString("name", experiment.Name);
        json.WriteString("directory", experiment.Folder);
        json.WriteString("state", experiment.Standing.ToString().ToLowerInvariant());
        json.WriteNumber("planned_runs", experiment.Planned);
        json.WriteNumber("runs", experiment.Runs);
        json.WriteNumber("simulator_faults", experiment.SimulatorFaults);
        json.WriteNumber("rated", experiment.Rated);
        if (experiment.PassRate is { } rate)
        {
            WriteEstimate(json, "pass_rate", rate);
        }

        json.WriteEndObject();
    }

    private static void WriteDifferences(Utf8JsonWriter json, ExperimentComparison comparison)
    {
        WriteList(
            json,
            "differences",
            comparison.Differences,
            difference =>
            {
                json.WriteStartObject();
                json.WriteString("what", difference.What);
                json.WriteString("a", difference.First);
                json.WriteString("b", difference.Second);
                json.WriteString("meaning", difference.Meaning);
                json.WriteEndObject();
            }
        );
        WriteList(
            json,
            "settings",
            comparison.Settings,
            setting =>
            {
                json.WriteStartObject();
                json.WriteString("key", setting.Key);
                json.WriteString("a", setting.First);
                json.WriteString("b", setting.Second);
                json.WriteEndObject();
            }
        );
    }

    private static void WritePairing(Utf8JsonWriter json, PairingSummary pairing)
    {
        json.WriteStartObject("common");
        json.WriteNumber("runs", pairing.Pairs);
        json.WriteNumber("rated_runs", pairing.RatedPairs);
        json.WriteNumber("inputs", pairing.Inputs);
        json.WriteNumber("paired_by_text", pairing.ByText);
        json.WriteNumber("changed_inputs", pairing.ChangedInputs);
        json.WriteNumber("runs_only_in_a", pairing.FirstRunsAlone);
        json.WriteNumber("runs_only_in_b", pairing.SecondRunsAlone);
        json.WriteEndObject();
        WriteLoneInputs(json, "only_in_a", pairing.OnlyFirst);
        WriteLoneInputs(json, "only_in_b", pairing.OnlySecond);
    }

    private static void WriteLoneInputs(Utf8JsonWriter json, string name, LoneInputs inputs)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", inputs.Count);
        WriteList(
            json,
            "inputs",
            inputs.Shown,
            input =>
            {
                json.WriteStartObject();
                json.WriteString("input_id", input.Id);
                json.WriteString("input", input.Text);
                json.WriteEndObject();
            }
        );
        json.WriteEndObject();
    }

    private static void WriteMetric(Utf8JsonWriter json, MetricComparison metric)
    {
        json.WriteStartObject();
        WriteMetricMembers(json, metric);
        json.WriteEndObject();
    }

    private static void WriteMetricMembers(Utf8JsonWriter json, MetricComparison metric)
    {
        json.WriteString("name", metric.Name);
        json.WriteString("unit", metric.Measure.ToString().ToLowerInvariant());
        json.WriteNumber("runs", metric.Pairs);
        json.WriteNumber("inputs", metric.Inputs);
        WriteEstimate(json, "a", metric.First);
        WriteEstimate(json, "b", metric.Second);
        WriteEstimate(json, "difference", metric.Difference);
        WriteNumber(json, "relative_change", metric.RelativeChange);
        WriteNumber(json, "p_value", metric.PValue);
        WriteNumber(json, "p_adjusted", metric.AdjustedPValue);
        if (metric.Test is { } test)
        {
            json.WriteString("test", MeasureText.Method(test));
            json.WriteString("verdict", metric.Verdict.ToString().ToLowerInvariant());
        }
    }

    private static void WriteGate(Utf8JsonWriter json, ComparisonView view)
    {
        if (view.Gate is null)
        {
            return;
        }

        json.WriteStartObject("gate");
        json.WriteBoolean("regression", view.Decided.Any(result => result.IsRegression));
        json.WriteBoolean("can_fail", !view.Comparison.IsTooSmall);
        WriteList(
            json,
            "metrics",
            view.Decided,
            result =>
            {
                json.WriteStartObject();
                json.WriteString("name", result.Metric.Name);
                json.WriteNumber("min_effect", result.MinEffect);
                WriteNumber(json, "p_adjusted", result.Metric.AdjustedPValue);
                json.WriteBoolean("regression", result.IsRegression);
                json.WriteEndObject();
            }
        );
        json.WriteEndObject();
    }

    private static void WritePersona(Utf8JsonWriter json, PersonaComparison persona)
    {
        json.WriteStartObject();
        json.WriteString("persona", persona.Name);
        WriteList(json, "metrics", persona.Metrics, metric => WriteMetric(json, metric));
        json.WriteEndObject();
    }

    private static void WriteFlips(Utf8JsonWriter json, string name, FlippedRuns flips)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", flips.Count);
        WriteList(
            json,
            "runs",
            flips.Shown,
            flip =>
            {
                json.WriteStartObject();
                json.WriteString("run_key", flip.RunKey);
                json.WriteString("input", flip.Input);
                WriteSide(json, "a", flip.First);
                WriteSide(json, "b", flip.Second);
                json.WriteEndObject();
            }
        );
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, RunSide side)
    {
        json.WriteStartObject(name);
        json.WriteString("trace_id", side.TraceId);
        json.WriteString("output", side.Output);
        WriteList(json, "reasons", side.Reasons, json.WriteStringValue);
        json.WriteEndObject();
    }

    private static void WriteEstimate(Utf8JsonWriter json, string name, Estimate estimate)
    {
        json.WriteStartObject(name);
        json.WriteNumber("value", Math.Round(estimate.Value, 9));
        WriteNumber(json, "low", estimate.Interval?.Low);
        WriteNumber(json, "high", estimate.Interval?.High);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            json.WriteNumber(name, Math.Round(known, 9));
        }
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }
}
