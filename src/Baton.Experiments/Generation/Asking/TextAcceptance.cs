using Baton.Experiments.Generation.Planning;
using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Asking;

/// <summary>
/// Decides which of a model's texts are used: those that are not too similar to another of the same base input and persona,
/// to the base input or to one of an earlier batch, and that keep its numbers, addresses and code. Not thread-safe.
/// </summary>
/// <param name="similarity">From which similarity on two texts count as the same.</param>
internal sealed class TextAcceptance(double similarity)
{
    private const int LongestText = 20_000;

    private readonly Dictionary<(string BaseId, string? Persona), List<Shingles>> _taken = [];

    /// <summary>Takes a text that is there already.</summary>
    public void Occupy(string baseId, string? persona, string text) =>
        TakenFor(baseId, persona).Add(new Shingles(text));

    /// <summary>Looks at a text; one that is accepted counts from then on.</summary>
    /// <returns>Why it is not used, or <see langword="null"/> when it is.</returns>
    public string? Refuse(VariationSlot slot, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "empty";
        }

        if (text.Length > LongestText)
        {
            return $"over {LongestText} characters";
        }

        if (Lost(slot, text) is { } lost)
        {
            return $"lost {lost} of the base input";
        }

        Shingles shingles = new(text);
        // A slip of the keyboard leaves a text similar by design.
        double threshold = slot.Strategy is VariationStrategy.Typo or VariationStrategy.ErrorProne ? 1 : similarity;
        if (
            text == slot.Base.Text
            || (threshold < 1 && shingles.SimilarityTo(new Shingles(slot.Base.Text)) >= threshold)
        )
        {
            return "too similar to the base input";
        }

        List<Shingles> taken = TakenFor(slot.Base.Id, slot.Persona?.Name);
        if (taken.Exists(other => shingles.SimilarityTo(other) >= threshold))
        {
            return "too similar to another";
        }

        taken.Add(shingles);
        return null;
    }

    private List<Shingles> TakenFor(string baseId, string? persona)
    {
        if (!_taken.TryGetValue((baseId, persona), out List<Shingles>? taken))
        {
            taken = [];
            _taken.Add((baseId, persona), taken);
        }

        return taken;
    }

    // Names may be inflected and quotations translated; what has digits or stands for a machine may not.
    private static string? Lost(VariationSlot slot, string text)
    {
        if (slot.Strategy == VariationStrategy.Custom || slot.Base.Text.Length > MaskedText.MaxLength)
        {
            return null;
        }

        foreach (string kept in MaskedText.Of(slot.Base.Text, keepNames: false).Kept)
        {
            bool isForMachines =
                kept.Any(char.IsAsciiDigit)
                || kept.Contains("://", StringComparison.Ordinal)
                || kept.Contains('@')
                || kept[0] == '`';
            // Korean and Japanese endings stand right behind a number.
            string needed = kept.TrimEnd('.', ',');
            int foreign = needed.AsSpan().IndexOfAnyExceptInRange('\0', '\u10FF');
            needed = foreign > 0 ? needed[..foreign] : needed;
            if (isForMachines && !text.Contains(needed, StringComparison.OrdinalIgnoreCase))
            {
                return $"`{needed}`";
            }
        }

        return null;
    }
}
