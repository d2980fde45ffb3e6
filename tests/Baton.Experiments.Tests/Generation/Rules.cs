using Baton.Experiments.Generation.Strategies;
using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Generation;

/// <summary>Makes variations by rules.</summary>
internal static class Rules
{
    public static Persona Novice { get; } =
        new()
        {
            Name = "novice_user",
            Description = "Bought something for the first time.",
            Characteristics = ["polite", "gets lost easily"],
            ExpertiseLevel = "novice",
            Goals = ["find out where the order is"],
            Constraints = ["no phone calls"],
        };

    public static TheoryData<VariationStrategy> All => [.. Enum.GetValues<VariationStrategy>()];

    /// <summary>One way of the user's own, so that <c>custom</c> can be asked for.</summary>
    public static InputGenerationSettings Settings { get; } =
        new()
        {
            Custom =
            [
                new CustomVariation
                {
                    Name = "shouting",
                    Templates =
                    [
                        Targets.Templates.Template.Parse("URGENT: {{ input }}"),
                        Targets.Templates.Template.Parse("{{ input }} !!!"),
                    ],
                },
            ],
        };

    public static VariationSource Source(
        string text,
        Persona? persona = null,
        InputGenerationSettings? settings = null
    ) => new(new ExperimentInput { Id = "base", Text = text }, persona ?? Novice, settings ?? Settings);

    public static IReadOnlyList<VariedText> Of(
        VariationSource source,
        VariationStrategy strategy,
        int count,
        int seed = 0
    )
    {
        RuleVariations variations = new(source, strategy, seed);
        List<VariedText> made = [];
        while (made.Count < count && variations.TryNext(out VariedText? varied))
        {
            made.Add(varied);
        }

        return made;
    }

    public static IReadOnlyList<string> Texts(string text, VariationStrategy strategy, int count = 20) =>
        [.. Of(Source(text), strategy, count).Select(varied => varied.Text)];

    public static IReadOnlyList<string> Kept(string text) => MaskedText.Of(text).Kept;
}
