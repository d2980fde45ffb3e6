namespace Baton.Configuration;

/// <summary>"Did you mean": the known word nearest to a misspelt one.</summary>
public static class Suggestion
{
    private const int LongestWord = 64;
    private const int ShortestStart = 4;

    /// <summary>The nearest candidate, or <see langword="null"/> when none is near enough to be meant.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What is known; the first wins among equally near ones.</param>
    /// <remarks>
    /// Case, hyphens and underscores count little; swapped neighbours count as one slip. Where none is near, the only one that begins with
    /// the word is meant: <c>timeout_seconds</c> by <c>time_out</c>.
    /// </remarks>
    public static string? For(string word, IEnumerable<string> candidates)
    {
        string written = Fold(word);
        if (written.Length is 0 or > LongestWord)
        {
            return null;
        }

        string? best = null;
        int bestDistance = int.MaxValue;
        List<string> longer = [];
        foreach (string candidate in candidates)
        {
            string known = Fold(candidate);
            int distance = Distance(written, known);
            int allowed = Math.Max(1, Math.Min(written.Length, known.Length) / 3);
            if (known.Length > 0 && distance <= allowed && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }

            if (written.Length >= ShortestStart && known.StartsWith(written, StringComparison.Ordinal))
            {
                longer.Add(candidate);
            }
        }

        return best ?? (longer is [{ } only] ? only : null);
    }

    /// <summary>The end of a message: <c>; did you mean `x`?</c>, or nothing.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What is known.</param>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        For(word, candidates) is { } meant ? $"; did you mean `{meant}`?" : "";

    private static string Fold(string word) =>
        word.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.</summary>
    private static int Distance(string a, string b)
    {
        if (b.Length > LongestWord)
        {
            return int.MaxValue;
        }

        Span<int> beforeLast = stackalloc int[LongestWord + 1];
        Span<int> last = stackalloc int[LongestWord + 1];
        Span<int> row = stackalloc int[LongestWord + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            last.CopyTo(beforeLast);
            row.CopyTo(last);
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }

        return row[b.Length];
    }
}
