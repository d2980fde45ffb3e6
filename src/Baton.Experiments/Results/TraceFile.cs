using System.Text.Json;
using Baton.Experiments.Journal;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>Reads <c>traces.jsonl</c>, one line at a time.</summary>
internal static class TraceFile
{
    /// <summary>Reads the lines that are whole; one that is damaged is passed over.</summary>
    public static IEnumerable<RunTrace> Read(string path) => ReadPlaces(path).Select(place => place.Trace);

    /// <summary>The same, each with where its line begins.</summary>
    public static IEnumerable<(long Offset, RunTrace Trace)> ReadPlaces(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using WholeLines lines = WholeLines.Open(path);
        long offset = 0;
        while (Next(lines) is (true, var trace))
        {
            if (trace is not null)
            {
                yield return (offset, trace);
            }

            offset = lines.Offset;
        }
    }

    /// <summary>Reads the line that begins at a place; <see langword="null"/> when none does any more.</summary>
    public static RunTrace? ReadAt(string path, long offset)
    {
        using WholeLines lines = WholeLines.Open(path, offset);
        return Next(lines).Trace;
    }

    private static (bool More, RunTrace? Trace) Next(WholeLines lines)
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return (false, null);
        }

        try
        {
            Utf8JsonReader reader = new(line);
            return (true, TraceLine.Read(JsonElement.ParseValue(ref reader)));
        }
        catch (JsonException)
        {
            return (true, null);
        }
    }
}
