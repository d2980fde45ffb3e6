using System.Diagnostics.CodeAnalysis;
using Baton.Experiments.Generation.Planning;
using Baton.Experiments.Generation.Strategies;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation;

/// <summary>The deterministic mode: carries out a plan by rules.</summary>
/// <param name="plan">What is wanted.</param>
/// <param name="settings">The user's words and own strategies.</param>
/// <param name="seed">Decides everything that is left to chance.</param>
internal sealed class RuleGeneration(VariationPlan plan, InputGenerationSettings settings, int seed)
{
    private readonly Dictionary<VariationSlot, RuleVariations> _variations = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string, string?), VariationSource> _sources = [];
    private readonly HashSet<(string, string?, string)> _texts = [];

    /// <summary>Makes the variations.</summary>
    /// <param name="limit">The most that are made.</param>
    /// <param name="batches">What earlier batches hold; it is not made again.</param>
    /// <param name="shortfalls">Where to say which could not be made.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The variations in the order of the plan's slots.</returns>
    public IReadOnlyList<GeneratedVariation> Run(
        long limit,
        EarlierBatches batches,
        Shortfalls shortfalls,
        CancellationToken cancellationToken
    )
    {
        List<GeneratedVariation> made = [];
        HashSet<VariationSlot> exhausted = new(ReferenceEqualityComparer.Instance);
        foreach ((VariationSlot slot, int number) in plan.InOrder(goesOn: batches.Count > 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (made.Count >= limit || exhausted.Count == plan.Slots.Count)
            {
                break;
            }

            if (exhausted.Contains(slot))
            {
                continue;
            }

            RuleVariations variations = VariationsOf(slot);
            if (!TryNextNew(variations, slot, out VariedText? text))
            {
                exhausted.Add(slot);
                shortfalls.Add(slot, variations.Refusal, number - 1);
            }
            else if (!batches.HasId(slot.IdOf(number)) && !batches.HasText(slot.Persona?.Name, text.Text))
            {
                made.Add(new GeneratedVariation(slot, number, text));
            }
        }

        return InFileOrder(made);
    }

    // Two strategies sometimes lead to the same text; the first that is asked keeps it.
    private bool TryNextNew(RuleVariations variations, VariationSlot slot, [NotNullWhen(true)] out VariedText? text)
    {
        while (variations.TryNext(out text))
        {
            if (_texts.Add((slot.Base.Id, slot.Persona?.Name, text.Text)))
            {
                return true;
            }
        }

        return false;
    }

    private IReadOnlyList<GeneratedVariation> InFileOrder(List<GeneratedVariation> made)
    {
        Dictionary<VariationSlot, int> places = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < plan.Slots.Count; i++)
        {
            places.Add(plan.Slots[i], i);
        }

        return [.. made.OrderBy(variation => places[variation.Slot]).ThenBy(variation => variation.Number)];
    }

    private RuleVariations VariationsOf(VariationSlot slot)
    {
        if (!_variations.TryGetValue(slot, out RuleVariations? variations))
        {
            (string, string?) key = (slot.Base.Id, slot.Persona?.Name);
            if (!_sources.TryGetValue(key, out VariationSource? source))
            {
                source = new VariationSource(slot.Base, slot.Persona, settings);
                _sources.Add(key, source);
            }

            variations = new RuleVariations(source, slot.Strategy, seed);
            _variations.Add(slot, variations);
        }

        return variations;
    }
}
