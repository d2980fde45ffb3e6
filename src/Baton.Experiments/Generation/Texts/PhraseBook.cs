using System.Text.RegularExpressions;

namespace Baton.Experiments.Generation.Texts;

/// <summary>Phrases and what may stand for them. Immutable.</summary>
/// <remarks>Case does not count when phrases are found; replacements take the case of what they replace.</remarks>
internal sealed class PhraseBook
{
    private readonly Dictionary<string, string[]> _replacements = new(StringComparer.OrdinalIgnoreCase);
    private readonly Regex? _finder;

    /// <summary>Reads one entry a line: <c>phrase = replacement | other replacement</c>; a bare <c>phrase =</c> removes it.</summary>
    /// <param name="lines">The entries.</param>
    public PhraseBook(string lines)
        : this(
            lines
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
                .Select(entry => (entry[0], entry[1].Split('|', StringSplitOptions.TrimEntries)))
        ) { }

    /// <summary>Takes the entries as they are; the first of two for one phrase counts.</summary>
    public PhraseBook(IEnumerable<(string Phrase, string[] Replacements)> entries)
    {
        foreach ((string phrase, string[] replacements) in entries)
        {
            _replacements.TryAdd(phrase, replacements);
        }

        if (_replacements.Count > 0)
        {
            string alternatives = string.Join(
                '|',
                _replacements
                    .Keys.OrderByDescending(phrase => phrase.Length)
                    .ThenBy(phrase => phrase, StringComparer.Ordinal)
                    .Select(Pattern)
            );
            _finder = new Regex(
                $"(?:{alternatives})",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1)
            );
        }
    }

    // A phrase that begins or ends with a mark may touch a word there.
    private static string Pattern(string phrase) =>
        (char.IsLetterOrDigit(phrase[0]) ? @"(?<![\w'’-])" : "")
        + Regex.Escape(phrase).Replace("'", "['’]", StringComparison.Ordinal)
        + (char.IsLetterOrDigit(phrase[^1]) ? @"(?![\w'’-])" : "");

    /// <summary>The entries read backwards: each first replacement, and the phrase it may stand for.</summary>
    public PhraseBook Reversed() =>
        new(
            _replacements.Select(entry => (entry.Value[0], new[] { entry.Key })).Where(entry => entry.Item1.Length > 0)
        );

    /// <summary>How many phrases of the book the text has.</summary>
    public int Count(string text) => _finder?.Count(text) ?? 0;

    /// <summary>Replaces every phrase.</summary>
    public string ReplaceAll(string text, SeededDraw draw) => Replace(text, draw, int.MaxValue);

    /// <summary>Replaces some phrases, which ones the draw decides.</summary>
    /// <param name="text">The text.</param>
    /// <param name="draw">Decides.</param>
    /// <param name="most">The most that are replaced.</param>
    public string Replace(string text, SeededDraw draw, int most)
    {
        if (_finder is null)
        {
            return text;
        }

        MatchCollection found = _finder.Matches(text);
        HashSet<int> chosen =
        [
            .. found.Count <= most
                ? found.Select(match => match.Index)
                : draw.PickSome([.. found.Select(match => match.Index)], most),
        ];
        return _finder.Replace(
            text,
            match =>
                chosen.Contains(match.Index)
                    ? WordCase.Like(match.Value, draw.Pick(_replacements[match.Value.Replace('’', '\'')]))
                    : match.Value
        );
    }
}
