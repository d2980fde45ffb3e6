namespace Baton.Agents.Providers.Setup;

/// <summary>The known word that a misspelt one was meant to be.</summary>
internal static class NearestWord
{
    /// <summary>The end of a message: <c>; did you mean `x`?</c>, or nothing when no known word is near.</summary>
    public static string Hint(string written, IEnumerable<string> known)
    {
        string? nearest = known
            .Select(word => (Word: word, Slips: Slips(Fold(written), Fold(word))))
            .Where(static candidate => candidate.Slips <= Math.Max(1, candidate.Word.Length / 3))
            .OrderBy(static candidate => candidate.Slips)
            .Select(static candidate => candidate.Word)
            .FirstOrDefault();
        return nearest is null ? string.Empty : $"; did you mean `{nearest}`?";
    }

    private static string Fold(string word) =>
        string.Concat(word.Where(static character => character is not ('-' or '_' or ' '))).ToLowerInvariant();

    // Letters put in, left out, mistaken or swapped with their neighbour.
    private static int Slips(string a, string b)
    {
        int[][] slips = [.. Enumerable.Range(0, a.Length + 1).Select(_ => new int[b.Length + 1])];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    slips[i][j] = i + j;
                    continue;
                }

                int mistaken = slips[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                slips[i][j] = Math.Min(mistaken, Math.Min(slips[i - 1][j], slips[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    slips[i][j] = Math.Min(slips[i][j], slips[i - 2][j - 2] + 1);
                }
            }
        }

        return slips[a.Length][b.Length];
    }
}
