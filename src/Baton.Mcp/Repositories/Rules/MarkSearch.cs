using System.Buffers;
using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Rules;

/// <summary>Finds all telling pieces of text of a language in one pass. Immutable and thread-safe.</summary>
internal sealed class MarkSearch
{
    private const int MostOfOneMark = 12;
    private const int LongestValue = 200;

    private static readonly Dictionary<CodeLanguage, MarkSearch> Known = Ecosystem.All.ToDictionary(
        ecosystem => ecosystem.Language,
        ecosystem => new MarkSearch([.. CommonMarks.All, .. ecosystem.Marks])
    );

    private readonly SearchValues<string> _needles;
    private readonly List<(string Needle, string Mark)> _marks;

    private MarkSearch(IReadOnlyList<MarkRule> rules)
    {
        _marks =
        [
            .. rules
                .SelectMany(rule => rule.Needles.Select(needle => (Needle: needle, rule.Mark)))
                .OrderByDescending(pair => pair.Needle.Length)
                .ThenBy(pair => pair.Needle, StringComparer.Ordinal)
                .ThenBy(pair => pair.Mark, StringComparer.Ordinal),
        ];
        _needles = SearchValues.Create([.. _marks.Select(pair => pair.Needle)], StringComparison.Ordinal);
    }

    /// <summary>That of a language.</summary>
    public static MarkSearch Of(CodeLanguage language) => Known[language];

    /// <summary>Adds the marks of a text, those of comments left out but for <c>environment-key</c> and <c>secret</c>.</summary>
    public void Scan(string text, CodeFacts facts)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        int line = 1;
        int counted = 0;
        int from = 0;
        while (text.AsSpan(from).IndexOfAny(_needles) is >= 0 and var offset)
        {
            int at = from + offset;
            from = at + 1;
            line += text.AsSpan(counted, at - counted).Count('\n');
            counted = at;
            ReadOnlySpan<char> whole = Lines.At(text, at);
            bool isComment = Lines.IsComment(whole);
            foreach ((string needle, string mark) in _marks)
            {
                if (
                    string.CompareOrdinal(text, at, needle, 0, needle.Length) != 0
                    || (isComment && mark is not ("environment-key" or "secret"))
                    || IsInsideWord(text, at, needle)
                )
                {
                    continue;
                }

                int count = seen.GetValueOrDefault(mark);
                seen[mark] = count + 1;
                if (count < MostOfOneMark)
                {
                    ReadOnlySpan<char> value = mark == "environment-key" ? Word(text, at) : whole;
                    facts.Marks.Add(new MarkFact(mark, line, value[..Math.Min(value.Length, LongestValue)].ToString()));
                }
            }
        }
    }

    private static bool IsInsideWord(string text, int at, string needle) =>
        at > 0
        && char.IsLetterOrDigit(needle[0])
        && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == '_')
        // Names of keys are written with words before them.
        && !(
            needle is "api_key" or "apiKey" or "API_KEY" or "ApiKey" or "password" or "Password" or "secret" or "Secret"
        );

    private static ReadOnlySpan<char> Word(string text, int at)
    {
        int start = at;
        int end = at;
        while (start > 0 && IsWord(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && IsWord(text[end]))
        {
            end++;
        }

        return text.AsSpan(start, end - start);
    }

    private static bool IsWord(char character) =>
        char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_';
}
