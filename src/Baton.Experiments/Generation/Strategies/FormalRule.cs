using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary><c>formal</c>: long forms and formal words, a greeting, a closing. Other languages than English get greeting and closing only.</summary>
internal sealed class FormalRule : IVariationRule
{
    private static readonly string[] Greetings =
    [
        "Dear Sir or Madam,",
        "To whom it may concern,",
        "Good day,",
        "Dear team,",
        "Dear customer service,",
    ];

    private static readonly string[] Leads =
    [
        "I am writing with the following enquiry:",
        "I should be grateful for an answer to the following:",
        "Please allow me to raise the following matter:",
        "",
        "",
    ];

    private static readonly string[] Closings =
    [
        "Thank you for your consideration.",
        "I look forward to your reply.",
        "Yours faithfully",
        "Kind regards",
        "Thank you in advance for your assistance.",
    ];

    /// <inheritdoc/>
    public string? Refusal(VariationSource source) => EnglishOnly.RefusalOfFrames(source);

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        string words = source.Words.Trim();
        if (!source.IsEnglish)
        {
            LanguageFrames frames = LanguageFrames.Find(source.Language)!;
            return new RuleVariation(
                Letter.Of(draw.Pick(frames.FormalGreetings), words, draw.Pick(frames.FormalClosings), draw),
                "greeting and closing"
            );
        }

        string formal = EnglishWords.Formal.ReplaceAll(EnglishWords.Expansions.ReplaceAll(words, draw), draw);
        string technique = formal == words ? "greeting and closing" : "formal words, greeting and closing";
        string lead = draw.Pick(Leads);
        string message = lead.Length == 0 ? WordCase.Capitalise(formal) : $"{lead} {WordCase.Embed(formal)}";
        return new RuleVariation(Letter.Of(draw.Pick(Greetings), message, draw.Pick(Closings), draw), technique);
    }
}
