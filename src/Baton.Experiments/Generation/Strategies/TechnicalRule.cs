using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary><c>technical</c>: words of the trade, the user's own first, and the demands of someone who knows it. English only.</summary>
internal sealed class TechnicalRule : IVariationRule
{
    private static readonly string[] Demands =
    [
        "Please include identifiers, status codes and exact values.",
        "Answer with reproducible steps and the relevant field names.",
        "State your assumptions and the data source you use.",
        "Return the result in a structured form with units.",
        "Reference the applicable specification or policy section.",
        "Distinguish between confirmed facts and estimates.",
    ];

    private static readonly string[] Shapes =
    [
        "{words} {demand}",
        "Request: {words} {demand}",
        "Query: {words} Requirements: {demand}",
        "Subject: support request. Details: {words} Expected output: {demand}",
    ];

    /// <inheritdoc/>
    public string? Refusal(VariationSource source) => EnglishOnly.Refusal(source);

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        PhraseBook own = new(source.Settings.Terms.Select(term => (term.Key, new[] { term.Value })));
        string words = source.Words.Trim();
        string worded = own.ReplaceAll(words, draw);
        // What the user's own words made is not replaced once more.
        worded = worded == words ? EnglishWords.Technical.Replace(words, draw, 3) : worded;
        bool hasTerms = worded != words;
        if (hasTerms && draw.Chance(0.3))
        {
            return new RuleVariation(WordCase.Capitalise(worded), "words of the trade");
        }

        string said = draw.Pick(Shapes)
            .Replace("{words}", Spacing.Ended(WordCase.Capitalise(worded)), StringComparison.Ordinal)
            .Replace("{demand}", draw.Pick(Demands), StringComparison.Ordinal);
        return new RuleVariation(said, hasTerms ? "words of the trade, demands" : "demands");
    }
}
