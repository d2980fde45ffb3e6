using System.Text.Json;
using Baton.Experiments.Journal;

namespace Baton.Experiments.Results;

/// <summary>Reads <c>observations.jsonl</c>, one run at a time.</summary>
internal static class ObservationFile
{
    /// <summary>The observations of each run, in the order in which the runs finished; nothing when there is no such file.</summary>
    /// <param name="path">The file. Lines that are damaged are passed over.</param>
    public static IEnumerable<(string TraceId, IReadOnlyList<JsonElement> Observations)> ReadRuns(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using WholeLines lines = WholeLines.Open(path);
        string? traceId = null;
        List<JsonElement> gathered = [];
        while (Next(lines) is (true, var line))
        {
            if (line is not { } observation)
            {
                continue;
            }

            string belongsTo = observation.GetProperty("trace_id").GetString()!;
            if (traceId is not null && belongsTo != traceId)
            {
                yield return (traceId, gathered);
                gathered = [];
            }

            traceId = belongsTo;
            gathered.Add(observation);
        }

        if (traceId is not null)
        {
            yield return (traceId, gathered);
        }
    }

    private static (bool More, JsonElement? Line) Next(WholeLines lines)
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return (false, null);
        }

        try
        {
            Utf8JsonReader reader = new(line);
            JsonElement element = JsonElement.ParseValue(ref reader);
            bool isOne =
                element.ValueKind == JsonValueKind.Object
                && element.TryGetProperty("trace_id", out JsonElement trace)
                && trace.ValueKind == JsonValueKind.String;
            return (true, isOne ? element : null);
        }
        catch (JsonException)
        {
            return (true, null);
        }
    }
}
