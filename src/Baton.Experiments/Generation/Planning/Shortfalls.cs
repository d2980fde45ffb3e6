using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Planning;

/// <summary>Which variations could not be made, and why. Not thread-safe.</summary>
/// <param name="count">How many of each were wanted.</param>
internal sealed class Shortfalls(int count)
{
    private readonly Dictionary<(VariationStrategy Strategy, string Reason), List<VariationSlot>> _slots = [];

    /// <summary>Notes a slot that has no more.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="refusal">Why there are none, or <see langword="null"/> when there are some.</param>
    /// <param name="given">How many there were.</param>
    public void Add(VariationSlot slot, string? refusal, int given)
    {
        if (given >= count)
        {
            return;
        }

        Add(slot, refusal ?? (given == 0 ? "found no variation" : $"found {given} different of {count}"));
    }

    /// <summary>Notes a slot for which a model gave fewer than it was asked for.</summary>
    public void AddShort(VariationSlot slot, int given, int wanted) =>
        Add(slot, $"the model gave {given} usable of {wanted}");

    private void Add(VariationSlot slot, string reason)
    {
        (VariationStrategy, string) key = (slot.Strategy, reason);
        if (!_slots.TryGetValue(key, out List<VariationSlot>? slots))
        {
            slots = [];
            _slots.Add(key, slots);
        }

        slots.Add(slot);
    }

    /// <summary>One sentence for each strategy and reason, in the order of the strategies.</summary>
    public IReadOnlyList<string> Sentences =>
        [
            .. _slots
                .OrderBy(entry => entry.Key.Strategy)
                .ThenBy(entry => entry.Key.Reason, StringComparer.Ordinal)
                .Select(entry => $"{VariationWords.Of(entry.Key.Strategy)}: {entry.Key.Reason} ({Where(entry.Value)})"),
        ];

    private static string Where(List<VariationSlot> slots)
    {
        string[] inputs = [.. slots.Select(slot => slot.Base.Id).Distinct(StringComparer.Ordinal)];
        string names = string.Join(", ", inputs.Take(3).Select(id => $"`{id}`"));
        return inputs.Length > 3 ? $"{names} and {inputs.Length - 3} more" : names;
    }
}
