namespace Baton.Mcp.Repositories.Files;

/// <summary>The <c>.gitignore</c> files that hold in a folder: its own and those above it, up to the root.</summary>
/// <param name="outer">Those above, or <see langword="null"/> at the root.</param>
/// <param name="depth">How many segments the folder's path has.</param>
/// <param name="patterns">The lines of the folder's own file.</param>
internal sealed class IgnoreRules(IgnoreRules? outer, int depth, IReadOnlyList<IgnorePattern> patterns)
{
    private const int MostPatterns = 10_000;

    /// <summary>No rules.</summary>
    public static IgnoreRules None { get; } = new(null, 0, []);

    /// <summary>The rules of a folder below.</summary>
    /// <param name="folderDepth">How many segments the folder's path has.</param>
    /// <param name="text">The content of its <c>.gitignore</c>.</param>
    public IgnoreRules With(int folderDepth, string text)
    {
        List<IgnorePattern> own = [];
        foreach (string line in text.Split('\n').Take(MostPatterns))
        {
            if (IgnorePattern.Parse(line) is { } pattern)
            {
                own.Add(pattern);
            }
        }

        return own.Count == 0 ? this : new IgnoreRules(this, folderDepth, own);
    }

    /// <summary>Whether a path is left out. The innermost file that speaks of it decides, and in it the last line.</summary>
    /// <param name="path">All segments from the root.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public bool Ignores(ReadOnlySpan<string> path, bool isFolder)
    {
        for (int i = patterns.Count - 1; i >= 0; i--)
        {
            IgnorePattern pattern = patterns[i];
            if ((isFolder || !pattern.FoldersOnly) && pattern.Matches(path[depth..]))
            {
                return !pattern.IsNegated;
            }
        }

        return outer?.Ignores(path, isFolder) ?? false;
    }
}
