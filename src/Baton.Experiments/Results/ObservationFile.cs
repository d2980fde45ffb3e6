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

    private static (bool More, bool Belongs, Observation? Observation) Next(WholeLines lines, string traceId)
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
                && id.ValueEquals(traceId);
            return (true, belongs, belongs ? element.Deserialize(ObservationJson.Default.Observation) : null);
        }
        catch (JsonException)
        {
            return (true, true, null);
        }
    }
}
