using Baton.Experiments.Generation.Planning;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Asking;

/// <summary>Which variations a model is to make, and which of them there are. Not thread-safe.</summary>
internal sealed class WantedVariations
{
    private readonly List<WantedSlot> _slots = [];

    /// <summary>Takes from the plan what fits into the limit and is in no earlier batch.</summary>
    public WantedVariations(ModelTask task)
    {
        Dictionary<VariationSlot, WantedSlot> bySlot = new(ReferenceEqualityComparer.Instance);
        List<WantedSlot> all =
        [
            .. task.Plan.Slots.Select((slot, index) => new WantedSlot(slot, index, RefusalOf(slot, task))),
        ];
        foreach (WantedSlot slot in all)
        {
            bySlot.Add(slot.Slot, slot);
        }

        long limit = task.Request.Limit ?? long.MaxValue;
        if (all.TrueForAll(slot => slot.Refusal is not null))
        {
            limit = 0;
        }

        foreach ((VariationSlot slot, int number) in task.Plan.InOrder(goesOn: task.Batches.Count > 0))
        {
            if (Total >= limit)
            {
                break;
            }

            WantedSlot wanted = bySlot[slot];
            if (wanted.Refusal is null && !task.Batches.HasId(slot.IdOf(number)))
            {
                wanted.Numbers.Add(number);
                Total++;
            }
        }

        Refused = [.. all.Where(slot => slot.Refusal is not null)];
        _slots.AddRange(all.Where(slot => slot.Numbers.Count > 0));
    }

    /// <summary>How many are wanted.</summary>
    public long Total { get; private set; }

    /// <summary>How many there are.</summary>
    public int Made => _slots.Sum(slot => slot.Texts.Count);

    /// <summary>The slots, in the order of the plan.</summary>
    public IReadOnlyList<WantedSlot> Slots => _slots;

    /// <summary>The slots that a model cannot fill either.</summary>
    public IReadOnlyList<WantedSlot> Refused { get; }

    /// <summary>The slots where something is missing.</summary>
    public IEnumerable<WantedSlot> Missing => _slots.Where(slot => slot.MissingCount > 0);

    private static string? RefusalOf(VariationSlot slot, ModelTask task) =>
        slot.Strategy switch
        {
            VariationStrategy.PersonaBased when slot.Persona is null =>
                "there is no persona; describe some under `personas`",
            VariationStrategy.Custom
                when task.Configuration.Settings.InputGeneration.Custom.All(custom =>
                    string.IsNullOrWhiteSpace(custom.Prompt)
                ) => "`input_generation.custom` has no `prompt` for a model; add one, or use `mode: deterministic`",
            _ => null,
        };
}

/// <summary>A slot of the plan that a model fills.</summary>
/// <param name="slot">The slot.</param>
/// <param name="index">Its place in the plan.</param>
/// <param name="refusal">Why it cannot be filled, or <see langword="null"/>.</param>
internal sealed class WantedSlot(VariationSlot slot, int index, string? refusal)
{
    /// <summary>The slot.</summary>
    public VariationSlot Slot => slot;

    /// <summary>Its place in the plan.</summary>
    public int Index => index;

    /// <summary>Why it cannot be filled, or <see langword="null"/>.</summary>
    public string? Refusal => refusal;

    /// <summary>The numbers of the variations that are wanted.</summary>
    public List<int> Numbers { get; } = [];

    /// <summary>The texts there are, in the order they came.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>Texts that were not used; the model is told to avoid them.</summary>
    public List<string> Rejected { get; } = [];

    /// <summary>Whether the last call about it failed.</summary>
    public bool Failed { get; set; }

    /// <summary>How many are missing.</summary>
    public int MissingCount => Numbers.Count - Texts.Count;
}
