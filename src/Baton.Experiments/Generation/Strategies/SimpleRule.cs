using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary><c>simple</c>: plain words for long ones, short sentences, and asking for an easy answer. English only.</summary>
internal sealed class SimpleRule : IVariationRule
{
    private static readonly string[] Asides =
    [
        "Please use easy words.",
        "I am not good with this.",
        "Please explain it step by step.",
        "I am new to this.",
        "Short answer, please.",
        "I do not know the right words.",
        "Tell me like I have never done this.",
    ];

    private static readonly PhraseBook Splits = new(
        """
        and then = . Then
        because = . This is because
        , but = . But
        , and = . And
        """
    );

    /// <inheritdoc/>
    public string? Refusal(VariationSource source) => EnglishOnly.Refusal(source);

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        PhraseBook own = new(source.Settings.Terms.Select(term => (term.Value, new[] { term.Key })));
        string words = source.Words.Trim();
        string plain = EnglishWords.Plain.ReplaceAll(own.ReplaceAll(words, draw), draw);
        plain = EnglishWords.Contractions.Reversed().ReplaceAll(Splits.ReplaceAll(plain, draw), draw);
        bool isPlainer = plain != words;
        if (isPlainer && draw.Chance(0.35))
        {
            return new RuleVariation(Spacing.Tidy(WordCase.Capitalise(plain)), "plain words");
        }

        string aside = draw.Pick(Asides);
        string said = draw.Chance(0.5)
            ? $"{Spacing.Ended(WordCase.Capitalise(plain))} {aside}"
            : $"{aside} {WordCase.Capitalise(plain)}";
        return new RuleVariation(Spacing.Tidy(said), isPlainer ? "plain words, easy answer" : "easy answer");
    }
}
