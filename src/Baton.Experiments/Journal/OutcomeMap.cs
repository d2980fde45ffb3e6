using Baton.Experiments.Traces;

namespace Baton.Experiments.Journal;

/// <summary>The outcomes of committed runs by their place in the plan, half a byte each.</summary>
internal sealed class OutcomeMap
{
    private byte[] _halves = [];

    /// <summary>How many runs are committed.</summary>
    public long Count { get; private set; }

    /// <summary>The last place in the plan that is committed; -1 for none.</summary>
    public long Last { get; private set; } = -1;

    public RunOutcome? this[long index]
    {
        get
        {
            if (index / 2 >= _halves.LongLength)
            {
                return null;
            }

            int half = (_halves[index / 2] >> Shift(index)) & 0xF;
            return half == 0 ? null : (RunOutcome)(half - 1);
        }
    }

    public void Add(long index, RunOutcome outcome)
    {
        long at = index / 2;
        if (at >= _halves.LongLength)
        {
            Array.Resize(ref _halves, checked((int)Math.Max(Math.Max(at + 1, 256), _halves.LongLength * 3 / 2)));
        }

        int before = (_halves[at] >> Shift(index)) & 0xF;
        _halves[at] = (byte)((_halves[at] & ~(0xF << Shift(index))) | (((int)outcome + 1) << Shift(index)));
        Count += before == 0 ? 1 : 0;
        Last = Math.Max(Last, index);
    }

    private static int Shift(long index) => (int)(index & 1) * 4;
}
