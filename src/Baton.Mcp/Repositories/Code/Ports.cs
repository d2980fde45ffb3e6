using System.Text.RegularExpressions;

namespace Baton.Mcp.Repositories.Code;

/// <summary>Finds the ports that programs, scripts and container files name.</summary>
internal static partial class Ports
{
    private const int Most = 8;

    /// <summary>Ports, as marks named <c>port</c> whose value is the number.</summary>
    public static IEnumerable<MarkFact> Of(string text)
    {
        int found = 0;
        bool mayHave =
            text.Contains("port", StringComparison.OrdinalIgnoreCase)
            || text.Contains("isten(", StringComparison.Ordinal)
            || text.Contains("\":", StringComparison.Ordinal)
            || text.Contains("://", StringComparison.Ordinal);
        foreach (Match match in mayHave ? Port().Matches(text) : Enumerable.Empty<Match>())
        {
            if (found++ == Most)
            {
                yield break;
            }

            yield return new MarkFact("port", Lines.Of(text, match.Index), match.Groups["port"].Value);
        }
    }

    [GeneratedRegex(
        @"(?:\b(?:port|PORT|Port|_port|_PORT)\b[""']?(?:\s*\|\||\s*\?\?|\)|:\s*int|\s*,|[""'\])\s|?:=-]){0,6}[""']?|\blisten\(\s*|\.(?:Run|Listen|Start)\(\s*""|ListenAndServe\(\s*""|addr[""'=:\s]*"":?|://(?:0\.0\.0\.0|\*|\+):|EXPOSE\s+):?(?<port>[1-9][0-9]{3,4})\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Port();
}
