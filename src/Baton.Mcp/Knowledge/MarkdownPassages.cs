using System.Text;

namespace Baton.Mcp.Knowledge;

/// <summary>Divides a page at its headings of the second and third level.</summary>
internal static class MarkdownPassages
{
    private const int DeepestLevel = 3;

    /// <summary>The passages in order; headings without text below them are left out.</summary>
    public static IEnumerable<Passage> Of(DocumentPage page)
    {
        List<string> open = [page.Title];
        StringBuilder text = new();
        bool isCode = false;
        foreach (string line in page.Text.Split('\n'))
        {
            isCode ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            int level = isCode ? 0 : LevelOf(line);
            if (level is 0 or > DeepestLevel)
            {
                text.Append(line).Append('\n');
                continue;
            }

            if (Close(page, open, text) is { } passage)
            {
                yield return passage;
            }

            open.RemoveRange(Math.Min(level - 1, open.Count), Math.Max(0, open.Count - level + 1));
            open.Add(line[(level + 1)..].Trim());
        }

        if (Close(page, open, text) is { } last)
        {
            yield return last;
        }
    }

    private static Passage? Close(DocumentPage page, List<string> open, StringBuilder text)
    {
        string body = text.ToString().Trim();
        text.Clear();
        return body.Length == 0 ? null : new Passage(page, open[^1], [.. open.SkipLast(1)], body);
    }

    private static int LevelOf(string line)
    {
        int level = line.AsSpan().IndexOfAnyExcept('#');
        return level > 0 && line[level] == ' ' ? level : 0;
    }
}
