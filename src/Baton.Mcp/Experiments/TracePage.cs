using Baton.Mcp.Tools;

namespace Baton.Mcp.Experiments;

/// <summary>As much of a trace as one answer holds; long texts are divided.</summary>
/// <param name="Entries">What stands on the page.</param>
/// <param name="Next">Where the next one begins, or <see langword="null"/> on the last.</param>
internal sealed record TracePage(IReadOnlyList<TraceEntry> Entries, PageCursor? Next)
{
    private const int EntryCost = 100;

    /// <summary>Reads a page.</summary>
    /// <param name="entries">All entries; they are read no further than needed.</param>
    /// <param name="from">Where the page begins.</param>
    /// <param name="characters">About how many characters it may have.</param>
    public static TracePage Read(IEnumerable<TraceEntry> entries, PageCursor from, int characters)
    {
        List<TraceEntry> page = [];
        int left = characters;
        long number = -1;
        foreach (TraceEntry entry in entries)
        {
            number++;
            if (number < from.Item)
            {
                continue;
            }

            int start = number == from.Item ? Math.Min(from.Offset, entry.Text.Length) : 0;
            if (page.Count > 0 && left <= EntryCost)
            {
                return new TracePage(page, new PageCursor(number, start));
            }

            int end = Math.Min(entry.Text.Length, start + Math.Max(1, left - EntryCost));
            if (end < entry.Text.Length && char.IsHighSurrogate(entry.Text[end - 1]) && end - 1 > start)
            {
                end--;
            }

            page.Add(
                entry with
                {
                    Text = entry.Text[start..end],
                    ContinuedFrom = start > 0 ? start : null,
                    GoesOn = end < entry.Text.Length ? true : null,
                }
            );
            if (end < entry.Text.Length)
            {
                return new TracePage(page, new PageCursor(number, end));
            }

            left -= end - start + EntryCost;
        }

        return new TracePage(page, null);
    }
}
