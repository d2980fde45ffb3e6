using System.Runtime.InteropServices;

namespace Baton.Experiments.Comparison.Statistics;

/// <summary>Two numbers for each of many pairs, and which input a pair belongs to. Built pair by pair; not thread-safe.</summary>
internal sealed class PairedSample
{
    private readonly Dictionary<int, int> _places = [];
    private readonly List<Pair> _pairs = [];

    /// <summary>The pairs, in the order they were added.</summary>
    public IReadOnlyList<Pair> Pairs => _pairs;

    /// <summary>The inputs the pairs belong to.</summary>
    public int InputCount => _places.Count;

    /// <summary>Whether every pair has an input of its own, so that all are independent.</summary>
    public bool IsIndependent => InputCount == _pairs.Count;

    /// <summary>Adds a pair.</summary>
    /// <param name="input">A number that stands for the input.</param>
    /// <param name="first">The number in the first experiment.</param>
    /// <param name="second">The number in the second experiment.</param>
    public void Add(int input, double first, double second)
    {
        if (!_places.TryGetValue(input, out int place))
        {
            _places.Add(input, place = _places.Count);
        }

        _pairs.Add(new Pair(place, first, second));
    }

    /// <summary>The sums of each input.</summary>
    public InputSums[] SumByInput()
    {
        InputSums[] sums = new InputSums[InputCount];
        foreach (Pair pair in _pairs)
        {
            InputSums sum = sums[pair.Input];
            sums[pair.Input] = new InputSums(sum.Runs + 1, sum.First + pair.First, sum.Second + pair.Second);
        }

        return sums;
    }

    /// <summary>A pair.</summary>
    /// <param name="Input">The input's place among those of the sample, from 0.</param>
    /// <param name="First">The number in the first experiment.</param>
    /// <param name="Second">The number in the second experiment.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Pair(int Input, double First, double Second);

    /// <summary>What the pairs of one input add up to.</summary>
    /// <param name="Runs">How many there are.</param>
    /// <param name="First">The sum in the first experiment.</param>
    /// <param name="Second">The sum in the second experiment.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct InputSums(int Runs, double First, double Second)
    {
        /// <summary>By how much the second experiment's sum is larger.</summary>
        public double Difference => Second - First;
    }
}
