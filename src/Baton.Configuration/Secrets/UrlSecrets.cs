namespace Baton.Configuration.Secrets;

/// <summary>The parts of a URL that can be secret: user info and the values of the query.</summary>
internal static class UrlSecrets
{
    /// <summary>The parts that may be secret, with the query's names; user info has none.</summary>
    public static IEnumerable<(string? Name, Range Part)> In(string url)
    {
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            yield break;
        }

        int start = scheme + 3;
        int end = IndexOfAny(url, "/?#", start);
        int at = url.LastIndexOf('@', end - 1, end - start);
        if (at > start)
        {
            yield return (null, start..at);
            int colon = url.IndexOf(':', start, at - start);
            if (colon >= 0 && colon + 1 < at)
            {
                yield return (null, (colon + 1)..at);
            }
        }

        int query = IndexOfAny(url, "?#", end);
        if (query == url.Length || url[query] == '#')
        {
            yield break;
        }

        int queryEnd = IndexOfAny(url, "#", query);
        for (int from = query + 1; from < queryEnd; )
        {
            int to = Math.Min(IndexOfAny(url, "&", from), queryEnd);
            int equals = url.IndexOf('=', from, to - from);
            if (equals >= 0 && equals + 1 < to)
            {
                yield return (url[from..equals], (equals + 1)..to);
            }

            from = to + 1;
        }
    }

    private static int IndexOfAny(string text, string characters, int start)
    {
        int found = text.AsSpan(start).IndexOfAny(characters);
        return found < 0 ? text.Length : start + found;
    }
}
