using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary><c>verbose</c>: the message between sentences of politeness, hesitation and explanation that ask for nothing else.</summary>
internal sealed class VerboseRule : IVariationRule
{
    private static readonly string[] Openers =
    [
        "Hello there, I hope you are having a good day.",
        "I hope you can help me with something that has been on my mind.",
        "Sorry to bother you with this, I know you must be busy.",
        "I was not quite sure whom to ask, so I thought I would try here first.",
        "I have been meaning to ask this for a while now.",
        "This may be a long message, but I would like to be clear.",
        "I am not sure whether this is the right place, but let me try to explain.",
        "First of all, thank you for taking the time to read this.",
        "So, I have been going back and forth on this, and I finally decided to write to you.",
    ];

    private static readonly string[] Tails =
    [
        "I have already looked around for an answer myself, but I could not find one that I understood.",
        "Any information that you can share about this would be very welcome, even if it seems like a small detail.",
        "If there is anything else that you need to know from me, please just ask.",
        "I would really appreciate a complete answer, because I would rather not have to ask again.",
        "Thank you so much in advance for your time and your patience.",
        "There is no hurry at all, but it would be a relief to have this settled.",
        "I hope that makes sense, and I am sorry if I have explained it in a roundabout way.",
        "Please take as much room as you need for the answer, I do like to understand things properly.",
    ];

    private static readonly string[] Leads =
    [
        "What I would like to ask is the following:",
        "To get to the point of my message:",
        "Anyway, here is what it is about:",
        "So, to put it in my own words:",
        "",
        "",
    ];

    /// <inheritdoc/>
    public string? Refusal(VariationSource source) => EnglishOnly.RefusalOfFrames(source);

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        if (!source.IsEnglish)
        {
            LanguageFrames frames = LanguageFrames.Find(source.Language)!;
            return new RuleVariation(
                $"{draw.Pick(frames.Openers)} {Spacing.Ended(source.Words.Trim())} {draw.Pick(frames.Tails)}",
                "sentences around it"
            );
        }

        string words = EnglishWords.Expansions.ReplaceAll(source.Words.Trim(), draw);
        string lead = draw.Pick(Leads);
        string message = lead.Length == 0 ? WordCase.Capitalise(words) : $"{lead} {WordCase.Embed(words)}";
        string opener = draw.Pick(Openers);
        string tails = string.Join(' ', draw.PickSome(Tails, 1 + draw.Below(2)));
        return new RuleVariation($"{opener} {Spacing.Ended(message)} {tails}", "sentences around it, long forms");
    }
}
