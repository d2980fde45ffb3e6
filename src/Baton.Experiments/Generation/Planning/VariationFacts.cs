using System.Text.Json.Nodes;
using Baton.Experiments.Generation.Strategies;
using Baton.Experiments.Inputs;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Planning;

/// <summary>One generated variation.</summary>
/// <param name="Slot">What it is a variation of.</param>
/// <param name="Number">Its number in the slot, from 1.</param>
/// <param name="Text">What is said.</param>
internal sealed record GeneratedVariation(VariationSlot Slot, int Number, VariedText Text);

/// <summary>What is kept about a variation in the metadata of its entry.</summary>
internal static class VariationFacts
{
    /// <summary>The base input's identifier.</summary>
    public const string BaseId = "base_id";

    /// <summary>The strategy's word.</summary>
    public const string Strategy = "strategy";

    /// <summary>The batch's name, where a limit makes the file one of several.</summary>
    public const string Batch = "batch";

    /// <summary>The entry of a variation: all that its base input brings, with the new text and where it comes from.</summary>
    /// <param name="variation">The variation.</param>
    /// <param name="mode"><c>deterministic</c> or the model's name.</param>
    /// <param name="batch">The batch's name, or <see langword="null"/>.</param>
    public static ExperimentInput ToEntry(GeneratedVariation variation, string mode, string? batch)
    {
        VariationSlot slot = variation.Slot;
        JsonObject metadata = slot.Base.Metadata?.DeepClone().AsObject() ?? [];
        metadata[BaseId] = slot.Base.Id;
        metadata[Strategy] = VariationWords.Of(slot.Strategy);
        metadata["variation"] = variation.Number;
        metadata["made_by"] = mode;
        Set(metadata, "technique", variation.Text.Technique);
        Set(metadata, "canary", variation.Text.Canary);
        Set(metadata, Batch, batch);
        ExperimentInput entry = slot.Base with
        {
            Id = slot.IdOf(variation.Number),
            Text = variation.Text.Text,
            Persona = slot.Persona?.Name,
            Metadata = metadata,
        };
        // Who attacks expects another answer than who asks.
        return slot.Strategy == VariationStrategy.Adversarial ? entry with { Expected = null, Expect = null } : entry;
    }

    private static void Set(JsonObject metadata, string name, string? value)
    {
        if (value is not null)
        {
            metadata[name] = value;
        }
    }
}
