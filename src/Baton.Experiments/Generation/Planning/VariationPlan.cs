using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Planning;

/// <summary>What is to be generated: every base input as each of its personas in every way, so many times. Immutable.</summary>
internal sealed class VariationPlan
{
    // A batch that goes on behind others asks for more variations than one run would; never for more than this.
    private const int MostRounds = 1000;

    private readonly List<VariationSlot[]> _byBase = [];
    private readonly int _seed;
    private readonly int _count;

    /// <summary>Makes the plan.</summary>
    /// <param name="inputs">The base inputs.</param>
    /// <param name="personas">Who says each.</param>
    /// <param name="strategies">The ways, in their order.</param>
    /// <param name="count">How many variations of each.</param>
    /// <param name="seed">Decides which come first where not all are wanted.</param>
    public VariationPlan(
        IReadOnlyList<ExperimentInput> inputs,
        PersonaSelection personas,
        IReadOnlyList<VariationStrategy> strategies,
        int count,
        int seed
    )
    {
        _seed = seed;
        _count = count;
        foreach (ExperimentInput input in inputs.Where(personas.Includes))
        {
            _byBase.Add([
                .. personas
                    .For(input)
                    .SelectMany(persona => strategies.Select(strategy => new VariationSlot(input, persona, strategy))),
            ]);
        }

        Slots = [.. _byBase.SelectMany(slots => slots)];
    }

    /// <summary>Every slot, in the order of the file: base inputs, then personas, then strategies.</summary>
    public IReadOnlyList<VariationSlot> Slots { get; }

    /// <summary>The base inputs that take part.</summary>
    public int BaseCount => _byBase.Count;

    /// <summary>As many variations as there are when none is impossible.</summary>
    public long Total => (long)Slots.Count * _count;

    /// <summary>
    /// Slots and numbers in the order in which they are wanted: first one variation of every slot, then the second, each
    /// time going round the base inputs, so that few of them are already a cross-section.
    /// </summary>
    /// <param name="goesOn">Whether there is more than the plan's count, for batches that go on behind others.</param>
    public IEnumerable<(VariationSlot Slot, int Number)> InOrder(bool goesOn)
    {
        int most = _byBase.Count == 0 ? 0 : _byBase.Max(slots => slots.Length);
        int[] firsts =
        [
            .. _byBase.Select(slots => new SeededDraw($"{_seed}", "first", slots[0].Base.Text).Below(slots.Length)),
        ];
        for (int number = 1; number <= (goesOn ? MostRounds : _count); number++)
        {
            for (int step = 0; step < most; step++)
            {
                for (int i = 0; i < _byBase.Count; i++)
                {
                    VariationSlot[] slots = _byBase[i];
                    if (step < slots.Length)
                    {
                        yield return (slots[(firsts[i] + step) % slots.Length], number);
                    }
                }
            }
        }
    }
}
