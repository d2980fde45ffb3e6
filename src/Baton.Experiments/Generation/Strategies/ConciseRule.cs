using System.Text.RegularExpressions;
using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary><c>concise</c>: fillers taken out, telegram style, key words as for a search, abbreviations. English only.</summary>
/// <remarks>Negations and prepositions stay: without them the message would ask for something else.</remarks>
internal sealed partial class ConciseRule : IVariationRule
{
    /// <inheritdoc/>
    public string? Refusal(VariationSource source) => EnglishOnly.Refusal(source);

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        string trimmed = Spacing.Tidy(EnglishWords.Fillers.ReplaceAll(source.Words, draw)).TrimEnd(',', ';', ':');
        (string words, string technique) = draw.Below(5) switch
        {
            0 => (WordCase.Capitalise(trimmed), "fillers left out"),
            1 => (WordCase.Capitalise(Telegram(trimmed, draw)), "telegram style"),
            2 => (KeyWords(Telegram(trimmed, draw)), "key words"),
            3 => (
                EnglishWords.Abbreviations.ReplaceAll(Telegram(trimmed, draw), draw),
                "telegram style, abbreviations"
            ),
            _ => (Spacing.WithoutEnd(Telegram(trimmed, draw)).ToLowerInvariant(), "telegram style, lower case"),
        };
        bool says = words.Any(character => char.IsLetterOrDigit(character) || MaskedText.IsMask(character));
        return says && words.Length < source.Words.Length ? new RuleVariation(words, technique) : null;
    }

    private static string Telegram(string words, SeededDraw draw) =>
        Spacing.Tidy(EnglishWords.FunctionWords.ReplaceAll(words, draw));

    private static string KeyWords(string words) => Spacing.Tidy(Marks().Replace(words, " ")).ToLowerInvariant();

    [GeneratedRegex(@"[.,;:!?""()]+", RegexOptions.None, 1000)]
    private static partial Regex Marks();
}
