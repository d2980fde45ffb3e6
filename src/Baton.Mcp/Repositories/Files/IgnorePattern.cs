namespace Baton.Mcp.Repositories.Files;

/// <summary>One line of a <c>.gitignore</c>.</summary>
internal sealed class IgnorePattern
{
    private readonly string[] _segments;

    private IgnorePattern(string[] segments, bool isNegated, bool foldersOnly)
    {
        _segments = segments;
        IsNegated = isNegated;
        FoldersOnly = foldersOnly;
    }

    /// <summary>Whether it brings back what an earlier line left out.</summary>
    public bool IsNegated { get; }

    /// <summary>Whether it means folders alone.</summary>
    public bool FoldersOnly { get; }

    /// <summary>Reads a line.</summary>
    /// <returns>The pattern, or <see langword="null"/> for an empty line or a comment.</returns>
    public static IgnorePattern? Parse(string line)
    {
        string text = TrimEnd(line);
        bool negated = text.StartsWith('!');
        text = negated ? text[1..] : text;
        if (text.Length == 0 || (text[0] == '#' && !negated))
        {
            return null;
        }

        bool foldersOnly = text.EndsWith('/');
        text = text.TrimEnd('/');
        bool anchored = text.Contains('/', StringComparison.Ordinal);
        string[] segments = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length == 0)
        {
            return null;
        }

        return new IgnorePattern(anchored ? segments : ["**", .. segments], negated, foldersOnly);
    }

    /// <summary>Whether it means this path.</summary>
    /// <param name="path">Segments of the path, from the folder the pattern's file stands in.</param>
    public bool Matches(ReadOnlySpan<string> path)
    {
        // reach[i] says whether the pattern's first segments can end before path segment i.
        Span<bool> reach = stackalloc bool[path.Length + 1];
        reach[0] = true;
        for (int p = 0; p < _segments.Length; p++)
        {
            bool last = p == _segments.Length - 1;
            if (_segments[p] == "**")
            {
                int first = reach.IndexOf(true);
                if (first < 0)
                {
                    return false;
                }

                // A last `**` needs something below the folder before it.
                reach[..(last ? first + 1 : first)].Clear();
                reach[(last ? first + 1 : first)..].Fill(true);
                continue;
            }

            for (int i = path.Length; i > 0; i--)
            {
                reach[i] = reach[i - 1] && Glob.Matches(_segments[p], path[i - 1]);
            }

            reach[0] = false;
        }

        return reach[^1];
    }

    private static string TrimEnd(string line)
    {
        string text = line.TrimEnd('\r', '\n');
        int end = text.Length;
        while (end > 0 && text[end - 1] == ' ' && !(end > 1 && text[end - 2] == '\\'))
        {
            end--;
        }

        return text[..end];
    }
}
