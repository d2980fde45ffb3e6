using System.Text.Json;
using Baton.Experiments.Journal;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>Reads <c>observations.jsonl</c>, one line at a time.</summary>
internal static class ObservationFile
{
    /// <summary>Reads the whole lines of one run; one that is damaged is passed over. The lines of a run stand together.</summary>
    public static IEnumerable<Observation> Read(string path, string traceId)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using WholeLines lines = WholeLines.Open(path);
        bool found = false;
        while (Next(lines, traceId) is (true, var belongs, var observation))
        {
            if (observation is not null)
            {
                yield return observation;
            }

            if (found && !belongs)
            {
                yield break;
            }

            found |= belongs;
        }
    }

    /// <summary>The observations of each run, in the order in which the runs finished; lines that are damaged are passed over.</summary>
    public static IEnumerable<IReadOnlyList<Observation>> ReadRuns(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using WholeLines lines = WholeLines.Open(path);
        List<Observation> run = [];
        while (Next(lines, traceId: null) is (true, _, var observation))
        {
            if (observation is not null && run.Count > 0 && run[0].TraceId != observation.TraceId)
            {
                yield return run;
                run = [];
            }

            if (observation is not null)
            {
                run.Add(observation);
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    /// <summary>Reads the next line.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="traceId">The run that is looked for; <see langword="null"/> for any.</param>
    private static (bool More, bool Belongs, Observation? Observation) Next(WholeLines lines, string? traceId)
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return (false, false, null);
        }

        try
        {
            Utf8JsonReader reader = new(line);
            JsonElement element = JsonElement.ParseValue(ref reader);
            bool belongs =
                element.ValueKind == JsonValueKind.Object
                && element.TryGetProperty("trace_id", out JsonElement id)
                && id.ValueKind == JsonValueKind.String
                && (traceId is null || id.ValueEquals(traceId));
            return (true, belongs, belongs ? element.Deserialize(ObservationJson.Default.Observation) : null);
        }
        catch (JsonException)
        {
            return (true, true, null);
        }
    }
}
