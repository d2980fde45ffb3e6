using System.Text;
using System.Text.RegularExpressions;
using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Strategies;

/// <summary><c>typo</c>: slips of the keyboard in words, never in what must be kept.</summary>
/// <remarks>A slip for about every six words, one to four in all: a neighbouring key, two letters swapped, doubled, dropped, a space missed.</remarks>
internal sealed partial class TypoRule : IVariationRule
{
    private const int WordsASlip = 6;
    private const int MostSlips = 4;

    private static readonly (string Name, Func<string, SeededDraw, KeyboardLayout, string?> Make)[] Slips =
    [
        ("neighbouring key", PressNeighbour),
        ("swapped letters", SwapLetters),
        ("doubled letter", DoubleLetter),
        ("dropped letter", DropLetter),
        ("additional key", PressTwo),
    ];

    /// <inheritdoc/>
    public string? Refusal(VariationSource source) =>
        LayoutOf(source) is null
            ? $"{TextLanguage.NameOf(source.Language)} is not typed letter by letter on a keyboard known here; set `input_generation.keyboard`, or use `mode: llm`"
        : Candidates(source.Words).Count == 0 ? "no word can be mistyped: all of it must be kept"
        : null;

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        if (LayoutOf(source) is not { } layout)
        {
            return null;
        }

        IReadOnlyList<Match> candidates = Candidates(source.Words);
        int most = Math.Clamp(candidates.Count / WordsASlip + 1, 1, MostSlips);
        HashSet<int> chosen = [.. draw.PickSome(candidates, 1 + draw.Below(most)).Select(match => match.Index)];
        SortedSet<string> made = new(StringComparer.Ordinal);
        string varied = Words()
            .Replace(
                source.Words,
                match =>
                {
                    if (!chosen.Contains(match.Index))
                    {
                        return match.Value;
                    }

                    (string name, var make) = draw.Pick(Slips);
                    string? slipped = make(match.Value, draw, layout);
                    if (slipped is null || slipped == match.Value)
                    {
                        return match.Value;
                    }

                    made.Add(name);
                    return slipped;
                }
            );
        return made.Count == 0 ? null : new RuleVariation(varied, string.Join(", ", made));
    }

    private static KeyboardLayout? LayoutOf(VariationSource source) =>
        source.Settings.Keyboard ?? Keyboard.For(source.Language);

    private static IReadOnlyList<Match> Candidates(string words) =>
        [.. Words().Matches(words).Where(match => match.Length >= 3)];

    // The first letter is seldom mistyped, and a word is hardest to read when it is.
    private static int Within(string word, SeededDraw draw, int from = 1, int tail = 0) =>
        from + draw.Below(Math.Max(1, word.Length - from - tail));

    private static string? PressNeighbour(string word, SeededDraw draw, KeyboardLayout layout)
    {
        int at = Within(word, draw);
        string neighbours = Keyboard.NeighboursOf(char.ToLowerInvariant(word[at]), layout);
        return neighbours.Length == 0
            ? null
            : word[..at] + Cased(neighbours[draw.Below(neighbours.Length)], word[at]) + word[(at + 1)..];
    }

    private static string? SwapLetters(string word, SeededDraw draw, KeyboardLayout layout)
    {
        int at = Within(word, draw, tail: 1);
        return
            at + 1 >= word.Length
            || word[at] == word[at + 1]
            || !char.IsLetter(word[at])
            || !char.IsLetter(word[at + 1])
            ? null
            : $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}";
    }

    private static string? DoubleLetter(string word, SeededDraw draw, KeyboardLayout layout)
    {
        int at = Within(word, draw);
        return char.IsLetter(word[at]) ? word[..at] + word[at] + word[at..] : null;
    }

    private static string? DropLetter(string word, SeededDraw draw, KeyboardLayout layout)
    {
        int at = Within(word, draw);
        return word.Length >= 4 && char.IsLetter(word[at]) ? word.Remove(at, 1) : null;
    }

    private static string? PressTwo(string word, SeededDraw draw, KeyboardLayout layout)
    {
        int at = Within(word, draw);
        string neighbours = Keyboard.NeighboursOf(char.ToLowerInvariant(word[at]), layout);
        return neighbours.Length == 0
            ? null
            : new StringBuilder(word)
                .Insert(at + 1, Cased(neighbours[draw.Below(neighbours.Length)], word[at]))
                .ToString();
    }

    private static char Cased(char letter, char model) => char.IsUpper(model) ? char.ToUpperInvariant(letter) : letter;

    // A word that lost "not" would say the contrary.
    [GeneratedRegex(
        @"(?<![\p{L}\p{M}'’-])(?!(?:not|no|never|none|nor|nicht|kein\w*|nie|pas|jamais|nunca|non|não|niet|geen|не|нет)(?![\p{L}]))(?![\p{L}]*n['’]t(?![\p{L}]))[\p{L}\p{M}]+(?:['’][\p{L}]+)*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Words();
}
