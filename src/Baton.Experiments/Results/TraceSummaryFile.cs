using System.Text;
using System.Text.Json;
using Baton.Experiments.Journal;

namespace Baton.Experiments.Results;

/// <summary>Reads <c>trace_summary.jsonl</c>, one line at a time.</summary>
internal static class TraceSummaryFile
{
    /// <summary>Reads the lines that are whole; one that is damaged is passed over.</summary>
    public static IEnumerable<TraceSummary> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using WholeLines lines = WholeLines.Open(path);
        while (Next(lines) is (true, var summary))
        {
            if (summary is not null)
            {
                yield return summary;
            }
        }
    }

    private static (bool More, TraceSummary? Summary) Next(WholeLines lines)
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return (false, null);
        }

        try
        {
            TraceSummary? summary = JsonSerializer.Deserialize(line, LineJson.Default.TraceSummary);
            return (true, summary?.RunKey is null ? null : summary with { Json = Encoding.UTF8.GetString(line) });
        }
        catch (JsonException)
        {
            return (true, null);
        }
    }
}
