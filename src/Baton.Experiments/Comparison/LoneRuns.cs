namespace Baton.Experiments.Comparison;

/// <summary>Counts what has no partner, and shows some of it.</summary>
internal static class LoneRuns
{
    /// <summary>Sums the pairing up.</summary>
    public static PairingSummary Summarise(RunTable first, RunTable second, RunPairing pairing, long rated, int shown)
    {
        bool[] firstInputs = CommonInputs(first, pairing.HasPartnerInSecond);
        bool[] secondInputs = CommonInputs(second, pairing.HasPartnerInFirst);
        bool IsChanged(string id) =>
            first.Inputs.TryGetValue(id, out int one)
            && second.Inputs.TryGetValue(id, out int two)
            && !firstInputs[one]
            && !secondInputs[two];
        return new PairingSummary
        {
            Pairs = pairing.Pairs.Count,
            RatedPairs = rated,
            Inputs = firstInputs.LongCount(common => common),
            ByText = pairing.ByText,
            ChangedInputs = first.Inputs.Keys.LongCount(IsChanged),
            FirstRunsAlone = Alone(first, firstInputs, pairing.HasPartnerInSecond),
            SecondRunsAlone = Alone(second, secondInputs, pairing.HasPartnerInFirst),
            OnlyFirst = Inputs(first, firstInputs, IsChanged, shown),
            OnlySecond = Inputs(second, secondInputs, IsChanged, shown),
        };
    }

    private static bool[] CommonInputs(RunTable table, Func<int, bool> hasPartner)
    {
        bool[] common = new bool[table.Inputs.Count];
        for (int row = 0; row < table.Rows.Count; row++)
        {
            common[table.Rows[row].Input] |= hasPartner(row);
        }

        return common;
    }

    private static long Alone(RunTable table, bool[] common, Func<int, bool> hasPartner) =>
        Enumerable.Range(0, table.Rows.Count).LongCount(row => common[table.Rows[row].Input] && !hasPartner(row));

    private static LoneInputs Inputs(RunTable table, bool[] common, Func<string, bool> isChanged, int shown)
    {
        List<KeyValuePair<string, int>> alone =
        [
            .. table.Inputs.Where(input => !common[input.Value] && !isChanged(input.Key)),
        ];
        Dictionary<int, RunRow> rows = [];
        HashSet<int> wanted = [.. alone.Take(shown).Select(input => input.Value)];
        foreach (RunRow row in table.Rows.Where(row => wanted.Contains(row.Input)))
        {
            rows.TryAdd(row.Input, row);
        }

        return new LoneInputs(
            alone.Count,
            [.. alone.Take(shown).Select(input => new LoneInput(input.Key, table.ReadLine(rows[input.Value]).Input))]
        );
    }
}
