using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary><c>casual</c>: contractions, everyday words, a short greeting, chat style. Other languages than English get greeting and closing only.</summary>
internal sealed class CasualRule : IVariationRule
{
    private static readonly string[] Greetings =
    [
        "hey,",
        "hi,",
        "hey there,",
        "yo,",
        "heya,",
        "so",
        "ok so",
        "quick one:",
        "",
    ];

    private static readonly string[] Closings = ["thx", "thanks!", "cheers", "ty :)", "pls help", "lol", "", ""];

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
                $"{draw.Pick(frames.CasualGreetings)} {words} {draw.Pick(frames.CasualClosings)}",
                "greeting and closing"
            );
        }

        string casual = EnglishWords.Contractions.ReplaceAll(EnglishWords.Casual.ReplaceAll(words, draw), draw);
        string technique = casual == words ? "chat style" : "everyday words, chat style";
        bool low = draw.Chance(0.6);
        string greeting = draw.Pick(Greetings);
        string closing = draw.Pick(Closings);
        string message =
            low ? casual.ToLowerInvariant()
            : greeting.Length > 0 ? WordCase.Embed(casual)
            : casual;
        message = casual.EndsWith('.') ? message[..^1] : message;
        string said = Spacing.Tidy($"{greeting} {message} {closing}");
        return new RuleVariation(low ? said : WordCase.Capitalise(said), technique);
    }
}
