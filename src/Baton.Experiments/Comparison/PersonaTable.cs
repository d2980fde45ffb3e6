using System.Globalization;

namespace Baton.Experiments.Comparison;

/// <summary>Compares each persona's runs. Each number is corrected for the personas it is looked at for.</summary>
internal sealed class PersonaTable(PairedRuns runs, ComparisonRequest request, CancellationToken cancellationToken)
{
    /// <summary>Compares; empty when all runs are of one persona, or of none.</summary>
    public IReadOnlyList<PersonaComparison> Compare()
    {
        IReadOnlyList<RunRow> rows = runs.First.Runs.Rows;
        string[] names = [.. runs.First.Runs.Personas.OrderBy(name => name.Value).Select(name => name.Key)];
        List<(string? Name, List<RunPair> Pairs)> personas =
        [
            .. runs
                .Pairs.GroupBy(pair => rows[pair.First].Persona)
                .Select(group => (Name: group.Key < 0 ? null : names[group.Key], Pairs: group.ToList()))
                .OrderBy(persona => persona.Name, StringComparer.Ordinal),
        ];
        if (personas.Count < 2)
        {
            return [];
        }

        List<List<RunPair>> pairs = [.. personas.Select(persona => persona.Pairs)];
        Dictionary<int, MetricComparison>[] columns =
        [
            Column(MetricNames.PassRate, pairs, (table, name, own) => table.AddRate(name, runs.Passes(own))),
            Means(MetricNames.LatencyMean, Measure.Milliseconds, pairs, run => run.DurationMs),
            Means(MetricNames.Tokens, Measure.Count, pairs, run => run.Tokens),
            Means(MetricNames.Cost, Measure.Dollars, pairs, run => run.Cost),
        ];
        return
        [
            .. personas.Select(
                (persona, place) =>
                    new PersonaComparison(
                        persona.Name,
                        [.. columns.Where(column => column.ContainsKey(place)).Select(column => column[place])]
                    )
            ),
        ];
    }

    private Dictionary<int, MetricComparison> Means(
        string metric,
        Measure measure,
        List<List<RunPair>> personas,
        Func<RunRow, double> number
    ) => Column(metric, personas, (table, name, own) => table.AddMean(name, measure, runs.Numbers(own, number)));

    // While they are compared, rows go by the place of their persona: a name may be missing.
    private Dictionary<int, MetricComparison> Column(
        string metric,
        List<List<RunPair>> personas,
        Action<MetricTable, string, List<RunPair>> add
    )
    {
        MetricTable table = new(request.Seed, request.Alpha);
        for (int place = 0; place < personas.Count; place++)
        {
            add(table, place.ToString(CultureInfo.InvariantCulture), personas[place]);
        }

        return table
            .Compare(cancellationToken)
            .ToDictionary(row => int.Parse(row.Name, CultureInfo.InvariantCulture), row => row with { Name = metric });
    }
}
