namespace Baton.Experiments.Generation.Asking;

/// <summary>One call of the model.</summary>
/// <param name="Items">What it is asked for: slots, and how many texts for each.</param>
internal sealed record VariationCall(IReadOnlyList<(WantedSlot Slot, int Count)> Items)
{
    /// <summary>Puts what is missing into as few calls as its size allows; items of one strategy and persona stand together.</summary>
    /// <param name="missing">The slots where something is missing.</param>
    /// <param name="size">The most texts asked for in one call.</param>
    public static IReadOnlyList<VariationCall> For(IEnumerable<WantedSlot> missing, int size)
    {
        List<VariationCall> calls = [];
        List<(WantedSlot, int)> items = [];
        int room = size;
        IOrderedEnumerable<WantedSlot> ordered = missing
            .OrderBy(slot => slot.Slot.Strategy)
            .ThenBy(slot => slot.Slot.Persona?.Name, StringComparer.Ordinal)
            .ThenBy(slot => slot.Index);
        foreach (WantedSlot slot in ordered)
        {
            for (int left = slot.MissingCount; left > 0; )
            {
                int part = Math.Min(left, room);
                items.Add((slot, part));
                left -= part;
                room -= part;
                if (room == 0)
                {
                    calls.Add(new VariationCall(items));
                    items = [];
                    room = size;
                }
            }
        }

        return items.Count > 0 ? [.. calls, new VariationCall(items)] : calls;
    }
}

/// <summary>What a model answered to a call.</summary>
/// <param name="Texts">Texts by item, from 1.</param>
internal sealed record VariationAnswer(IReadOnlyDictionary<int, IReadOnlyList<string>> Texts);
