using System.Runtime.InteropServices;

namespace Baton.Experiments.Comparison;

/// <summary>Finds the partners: runs of two experiments with the same input, persona and iteration.</summary>
internal sealed class RunPairing
{
    private const int Ambiguous = -1;
    private readonly RunTable _first;
    private readonly RunTable _second;
    private readonly InputMatch _match;
    private readonly List<RunPair> _pairs = [];
    private readonly bool[] _firstPaired;
    private readonly bool[] _secondPaired;

    private RunPairing(RunTable first, RunTable second, InputMatch match)
    {
        _first = first;
        _second = second;
        _match = match;
        _firstPaired = new bool[first.Rows.Count];
        _secondPaired = new bool[second.Rows.Count];
    }

    /// <summary>The pairs, in the order the second experiment's runs finished.</summary>
    public IReadOnlyList<RunPair> Pairs => _pairs;

    /// <summary>How many of them were found by what is said first.</summary>
    public int ByText { get; private set; }

    /// <summary>Pairs the runs of two experiments.</summary>
    public static RunPairing Of(RunTable first, RunTable second, InputMatch match)
    {
        RunPairing pairing = new(first, second, match);
        pairing.PairByPlace();
        if (match == InputMatch.Auto)
        {
            pairing.PairByText();
        }

        return pairing;
    }

    /// <summary>Whether a run of the first experiment has a partner.</summary>
    public bool HasPartnerInSecond(int row) => _firstPaired[row];

    /// <summary>Whether a run of the second experiment has a partner.</summary>
    public bool HasPartnerInFirst(int row) => _secondPaired[row];

    private void PairByPlace()
    {
        int[] inputs = Translate(_second.Inputs, _first.Inputs);
        int[] personas = Translate(_second.Personas, _first.Personas);
        Dictionary<Place, int> places = new(_first.Rows.Count);
        for (int row = 0; row < _first.Rows.Count; row++)
        {
            RunRow run = _first.Rows[row];
            places[new Place((ulong)run.Input, run.Persona, run.Iteration)] = row;
        }

        for (int row = 0; row < _second.Rows.Count; row++)
        {
            RunRow run = _second.Rows[row];
            int input = inputs[run.Input];
            int persona = run.Persona < 0 ? -1 : personas[run.Persona];
            if (
                input >= 0
                && persona >= -1
                && places.TryGetValue(new Place((ulong)input, persona, run.Iteration), out int partner)
                && !_firstPaired[partner]
                && (_match == InputMatch.Id || _first.Rows[partner].Text == run.Text)
            )
            {
                Pair(partner, row);
            }
        }
    }

    private void PairByText()
    {
        int[] personas = Translate(_second.Personas, _first.Personas);
        Dictionary<Place, int> first = Alone(_first, _firstPaired, persona => persona);
        Dictionary<Place, int> second = Alone(_second, _secondPaired, persona => persona < 0 ? -1 : personas[persona]);
        foreach ((Place place, int row) in second)
        {
            if (row != Ambiguous && first.TryGetValue(place, out int partner) && partner != Ambiguous)
            {
                Pair(partner, row);
                ByText++;
            }
        }
    }

    private static Dictionary<Place, int> Alone(RunTable table, bool[] paired, Func<int, int> persona)
    {
        Dictionary<Place, int> found = [];
        for (int row = 0; row < table.Rows.Count; row++)
        {
            if (!paired[row])
            {
                RunRow run = table.Rows[row];
                ref int kept = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    found,
                    new Place(run.Text, persona(run.Persona), run.Iteration),
                    out bool exists
                );
                kept = exists ? Ambiguous : row;
            }
        }

        return found;
    }

    private void Pair(int first, int second)
    {
        _pairs.Add(new RunPair(first, second));
        _firstPaired[first] = true;
        _secondPaired[second] = true;
    }

    // A name the other experiment does not have gets -2, which is nobody's number.
    private static int[] Translate(IReadOnlyDictionary<string, int> from, IReadOnlyDictionary<string, int> to)
    {
        int[] numbers = new int[from.Count];
        foreach ((string name, int number) in from)
        {
            numbers[number] = to.TryGetValue(name, out int other) ? other : -2;
        }

        return numbers;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(ulong Input, int Persona, int Iteration);
}

/// <summary>Two runs that are partners, by their rows.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunPair(int First, int Second);
