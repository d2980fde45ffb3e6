using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Lexicon;

/// <summary>What the words of a persona's description mean for the way it writes.</summary>
internal static class PersonaTraits
{
    private static readonly (string[] Words, VariationStrategy Style)[] Styles =
    [
        (
            ["terse", "short", "brief", "concise", "impatient", "busy", "hurry", "hurried", "direct"],
            VariationStrategy.Concise
        ),
        (
            ["chatty", "talkative", "verbose", "rambling", "lengthy", "long-winded", "detailed"],
            VariationStrategy.Verbose
        ),
        (["polite", "formal", "courteous", "respectful", "professional", "reserved"], VariationStrategy.Formal),
        (
            ["casual", "informal", "young", "teenager", "student", "relaxed", "friendly", "slang"],
            VariationStrategy.Casual
        ),
        (
            ["technical", "precise", "engineer", "developer", "programmer", "analyst", "exact"],
            VariationStrategy.Technical
        ),
        (["simple", "elderly", "child", "plain", "lost", "confused", "unsure", "beginner"], VariationStrategy.Simple),
        (["typo", "typos", "sloppy", "hasty", "careless", "distracted", "mobile", "phone"], VariationStrategy.Typo),
        (
            ["non-native", "foreign", "immigrant", "tourist", "learner", "broken english", "second language"],
            VariationStrategy.ErrorProne
        ),
    ];

    private static readonly (string Name, string[] Words, string[] Frames)[] Moods =
    [
        (
            "annoyed",
            [
                "angry",
                "frustrated",
                "annoyed",
                "upset",
                "impatient",
                "furious",
                "disappointed",
                "unhappy",
                "complains",
                "rude",
            ],
            [
                "This is really annoying. {s}",
                "{s} I am running out of patience.",
                "I have asked this before and nobody helped. {s}",
                "{s} Can somebody finally help me?",
            ]
        ),
        (
            "worried",
            ["worried", "anxious", "nervous", "afraid", "careful", "cautious", "sceptical", "skeptical", "suspicious"],
            [
                "I am a bit worried about this. {s}",
                "{s} I hope nothing goes wrong.",
                "I want to be sure before I do anything. {s}",
            ]
        ),
        (
            "unsure",
            ["lost", "confused", "unsure", "overwhelmed", "uncertain", "forgetful"],
            [
                "I do not really understand how this works. {s}",
                "{s} I got lost somewhere.",
                "Maybe I am looking in the wrong place. {s}",
            ]
        ),
        (
            "curious",
            ["curious", "inquisitive", "interested", "asks a lot", "many questions"],
            ["{s} And why is it so?", "Out of curiosity: {s}", "{s} I would love to understand the background."]
        ),
        (
            "in a hurry",
            ["busy", "hurry", "hurried", "stressed", "deadline", "urgent"],
            ["{s} I only have a minute.", "No time for long answers. {s}", "{s} It is urgent."]
        ),
    ];

    /// <summary>The strategies that are this persona's way of writing.</summary>
    /// <param name="persona">The persona.</param>
    /// <param name="language">The code of the text's language.</param>
    public static IReadOnlyList<VariationStrategy> StylesOf(Persona persona, string language)
    {
        string words = Words(persona);
        List<VariationStrategy> styles =
        [
            .. Styles.Where(style => style.Words.Any(word => Has(words, word))).Select(style => style.Style),
        ];
        if (IsNovice(persona))
        {
            styles.Add(VariationStrategy.Simple);
        }

        if (IsExpert(persona))
        {
            styles.Add(VariationStrategy.Technical);
            styles.Add(VariationStrategy.Concise);
        }

        if (persona.Language is { } own && TextLanguage.CodeOf(own) != language)
        {
            styles.Add(VariationStrategy.Multilingual);
            styles.Add(VariationStrategy.ErrorProne);
        }

        return [.. styles.Distinct()];
    }

    /// <summary>Whether the persona knows little.</summary>
    public static bool IsNovice(Persona persona) => Level(persona, "novice", "beginner", "basic", "low", "new", "none");

    /// <summary>Whether the persona knows much.</summary>
    public static bool IsExpert(Persona persona) =>
        Level(persona, "expert", "advanced", "professional", "high", "senior");

    /// <summary>How the persona feels, as far as its description says so.</summary>
    public static (string Name, string[] Frames)? MoodOf(Persona persona)
    {
        string words = Words(persona);
        foreach ((string name, string[] signs, string[] frames) in Moods)
        {
            if (signs.Any(sign => Has(words, sign)))
            {
                return (name, frames);
            }
        }

        return null;
    }

    private static bool Level(Persona persona, params string[] levels) =>
        persona.ExpertiseLevel is { } level && levels.Any(word => Has($" {level.ToLowerInvariant()} ", word));

    private static string Words(Persona persona) =>
        $" {persona.Description} {string.Join(' ', persona.Characteristics)} ".ToLowerInvariant();

    private static bool Has(string words, string word)
    {
        int at = words.IndexOf(word, StringComparison.Ordinal);
        return at > 0 && !char.IsLetter(words[at - 1]) && !char.IsLetter(words[at + word.Length]);
    }
}
