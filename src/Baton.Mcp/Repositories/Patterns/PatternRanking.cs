using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Asks every rule and puts what they found in order.</summary>
internal static class PatternRanking
{
    private const int MostOfOnePattern = 3;
    private const int MostAtAll = 12;
    private const double Least = 0.15;

    private static readonly IReadOnlyList<IPatternRule> Rules =
    [
        new AcpPattern(),
        new A2APattern(),
        new OpenAIPattern(),
        new HttpPattern(),
        new ServedGraphPattern(),
        new WebSocketPattern(),
        new PythonObjectPattern(),
        new PythonFunctionPattern(),
        new CrewPattern(),
        new ProcessPattern(),
        new CommandLinePattern(),
        new DotNetPattern(),
        new QueuePattern(),
        new TopologyPattern(),
        new McpServerPattern(),
        new ContainerPattern(),
    ];

    /// <summary>The best ways, the surest first; of equally sure ones that which stands first in the repository.</summary>
    public static IReadOnlyList<PatternMatch> Rank(RepositoryFacts facts)
    {
        List<Candidate> found =
        [
            .. Rules.SelectMany(rule => rule.Find(facts)).Where(candidate => candidate.Confidence >= Least),
        ];
        found.AddRange(CompositePattern.Find(facts, found));
        List<PatternMatch> matches = [];
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        HashSet<string> sections = new(StringComparer.Ordinal);
        foreach (
            Candidate candidate in found
                .OrderByDescending(candidate => candidate.Confidence)
                .ThenBy(candidate => candidate.Order)
                .ThenBy(candidate => candidate.Place.File, StringComparer.Ordinal)
                .ThenBy(candidate => candidate.Place.Line)
        )
        {
            int count = counts.GetValueOrDefault(candidate.Pattern);
            if (count >= MostOfOnePattern || matches.Count >= MostAtAll)
            {
                continue;
            }

            string section = RunnerSection.Write(candidate.Runner);
            if (!sections.Add(section) || RunnerSection.Check(section).Count > 0)
            {
                continue;
            }

            counts[candidate.Pattern] = count + 1;
            matches.Add(
                new PatternMatch
                {
                    Pattern = candidate.Pattern,
                    Confidence = candidate.Confidence,
                    Reasons = [.. candidate.Reasons.OrderByDescending(reason => reason.Weight)],
                    Runner = section,
                    Prerequisites =
                    [
                        .. Prerequisites
                            .For(facts, candidate)
                            .Concat(candidate.Prerequisites)
                            .Distinct(StringComparer.Ordinal),
                    ],
                    Files = candidate.Files,
                    Place = candidate.Place,
                }
            );
        }

        return matches;
    }
}
