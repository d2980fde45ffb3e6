using System.Text;
using System.Text.Json;
using Baton.Experiments.Journal;

namespace Baton.Experiments.Results;

/// <summary>Reads <c>trace_summary.jsonl</c>, one line at a time.</summary>
internal static class TraceSummaryFile
{
    /// <summary>Reads the lines that are whole; one that is damaged is passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keepJson">Whether the lines themselves are kept in <see cref="TraceSummary.Json"/>.</param>
    public static IEnumerable<TraceSummary> Read(string path, bool keepJson = true)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using WholeLines lines = WholeLines.Open(path);
        while (Next(lines, keepJson) is (true, var summary))
        {
            if (summary is not null)
            {
                yield return summary;
            }
        }
    }

    /// <summary>Reads the line that begins at a place; <see langword="null"/> when none does any more.</summary>
    public static TraceSummary? ReadAt(string path, long offset)
    {
        using WholeLines lines = WholeLines.Open(path, offset);
        return Next(lines, keepJson: false).Summary;
    }

    private static (bool More, TraceSummary? Summary) Next(WholeLines lines, bool keepJson)
    {
        long offset = lines.Offset;
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return (false, null);
        }

        try
        {
            TraceSummary? summary = JsonSerializer.Deserialize(line, LineJson.Default.TraceSummary);
            return (
                true,
                summary?.RunKey is null
                    ? null
                    : summary with
                    {
                        Offset = offset,
                        Json = keepJson ? Encoding.UTF8.GetString(line) : "",
                    }
            );
        }
        catch (JsonException)
        {
            return (true, null);
        }
    }
}
