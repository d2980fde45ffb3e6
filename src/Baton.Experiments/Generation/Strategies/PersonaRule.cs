using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Personas;

namespace Baton.Experiments.Generation.Strategies;

/// <summary>
/// <c>persona_based</c>: what the persona's description says about how it writes (expertise, characteristics, language), and
/// what it wants (goals, constraints) in its own words.
/// </summary>
internal sealed class PersonaRule(Func<Settings.VariationStrategy, IVariationRule> rules) : IVariationRule
{
    private static readonly string[] GoalFrames =
    [
        "{s} What I am after: {goal}.",
        "My goal: {goal}. {s}",
        "{s} (Goal: {goal}.)",
        "In short, my goal is this: {goal}. {s}",
    ];

    private static readonly string[] ConstraintFrames =
    [
        "{s} Please note: {constraint}.",
        "One condition: {constraint}. {s}",
        "{s} Keep in mind: {constraint}.",
    ];

    // Goals are in the language of the persona's description; no English words around them.
    private static readonly string[] BareGoals = ["{s} ({goal})", "{goal} – {s}"];

    private static readonly string[] BareConstraints = ["{s} ({constraint})", "{constraint} – {s}"];

    private static readonly string[] NoviceFrames =
    [
        "Sorry, I am new to this. {s}",
        "{s} I have never done this before.",
        "This may be a silly question: {s}",
        "{s} I am not sure what this is called.",
    ];

    private static readonly string[] ExpertFrames =
    [
        "I know the basics, so please skip them. {s}",
        "{s} Facts only, no introduction.",
        "{s} I am familiar with the details, so be exact.",
        "Experienced user here. {s}",
    ];

    /// <inheritdoc/>
    public string? Refusal(VariationSource source) =>
        source.Persona is null ? "there is no persona; describe some under `personas`"
        : PersonaProse.Describe(source.Persona) is null
            ? $"nothing but the name of persona `{source.Persona.Name}` is known; describe it under `personas`"
        : null;

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        Persona persona = source.Persona!;
        List<string> made = [];
        VariationSource current = source;
        Settings.VariationStrategy[] styles =
        [
            .. PersonaTraits.StylesOf(persona, source.Language).Where(style => rules(style).Refusal(source) is null),
        ];
        if (styles.Length > 0 && draw.Chance(0.8))
        {
            Settings.VariationStrategy style = draw.Pick(styles);
            if (rules(style).Vary(current, draw) is { Respell: null } styled)
            {
                current = current.With(styled.Words);
                made.Add(Settings.VariationWords.Of(style));
            }
        }

        string words = current.Words.Trim();
        List<(string Name, string[] Frames, string Slot, string Value)> frames = FramesFor(persona, source, made);
        if (frames.Count > 0 && (made.Count == 0 || draw.Chance(0.7)))
        {
            (string name, string[] shapes, string slot, string value) = draw.Pick(frames);
            words = draw.Pick(shapes)
                .Replace(slot, value, StringComparison.Ordinal)
                .Replace("{s}", Spacing.Ended(words), StringComparison.Ordinal);
            made.Add(name);
        }

        return made.Count == 0 ? null : new RuleVariation(words, string.Join(", ", made));
    }

    private static List<(string Name, string[] Frames, string Slot, string Value)> FramesFor(
        Persona persona,
        VariationSource source,
        List<string> made
    )
    {
        List<(string, string[], string, string)> frames = [];
        frames.AddRange(
            persona.Goals.Select(goal =>
                ("goal", source.IsEnglish ? GoalFrames : BareGoals, "{goal}", Spacing.WithoutEnd(goal))
            )
        );
        frames.AddRange(
            persona.Constraints.Select(rule =>
                (
                    "constraint",
                    source.IsEnglish ? ConstraintFrames : BareConstraints,
                    "{constraint}",
                    Spacing.WithoutEnd(rule)
                )
            )
        );
        if (source.IsEnglish && PersonaTraits.IsNovice(persona))
        {
            frames.Add(("novice", NoviceFrames, "{}", ""));
        }

        if (source.IsEnglish && PersonaTraits.IsExpert(persona))
        {
            frames.Add(("expert", ExpertFrames, "{}", ""));
        }

        if (source.IsEnglish && PersonaTraits.MoodOf(persona) is { } mood)
        {
            frames.Add((mood.Name, mood.Frames, "{}", ""));
        }

        return frames;
    }
}
