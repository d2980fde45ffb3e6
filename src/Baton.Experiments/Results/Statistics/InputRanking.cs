namespace Baton.Experiments.Results.Statistics;

/// <summary>Keeps every input up to a thousand, and of more than that the hundred worst. Not thread-safe.</summary>
internal sealed class InputRanking
{
    public const int AllUpTo = 1000;
    public const int WorstBeyond = 100;
    private readonly List<InputTally> _all = [];
    private SortedSet<InputTally>? _worst;

    /// <summary>How many inputs have runs.</summary>
    public long Seen { get; private set; }

    public void Add(InputTally input)
    {
        if (input.Outcomes.Total == 0)
        {
            return;
        }

        Seen++;
        if (_worst is null)
        {
            _all.Add(input);
            if (_all.Count > AllUpTo)
            {
                _worst = new SortedSet<InputTally>(_all, Comparer<InputTally>.Create(WorstFirst));
                _all.Clear();
                Shrink(_worst);
            }
        }
        else if (WorstFirst(input, _worst.Max!) < 0)
        {
            _worst.Add(input);
            Shrink(_worst);
        }
    }

    /// <summary>The inputs: all in the plan's order, or the worst, worst first.</summary>
    public IReadOnlyList<InputTally> Ranked() =>
        _worst is null ? [.. _all.OrderBy(input => input.Ordinal)] : [.. _worst];

    private static void Shrink(SortedSet<InputTally> worst)
    {
        while (worst.Count > WorstBeyond)
        {
            worst.Remove(worst.Max!);
        }
    }

    // An input that only the supervisor spoilt has no rate; it is no worse than one that always succeeds.
    private static int WorstFirst(InputTally left, InputTally right)
    {
        int byRate = (left.Outcomes.SuccessRate ?? 1).CompareTo(right.Outcomes.SuccessRate ?? 1);
        return byRate != 0 ? byRate : left.Ordinal.CompareTo(right.Ordinal);
    }
}
