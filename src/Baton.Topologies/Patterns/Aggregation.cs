using System.Globalization;
using Baton.Topologies.Definitions;

namespace Baton.Topologies.Patterns;

/// <summary>Makes one answer of several, without asking anybody.</summary>
internal static class Aggregation
{
    /// <summary>One member's answer.</summary>
    /// <param name="Slot">Whose.</param>
    /// <param name="Content">The answer.</param>
    /// <param name="Confidence">How sure it is, 0 to 1.</param>
    /// <param name="Weight">How much it counts.</param>
    internal sealed record Ballot(string Slot, string Content, double Confidence, double Weight);

    /// <summary>Aggregates.</summary>
    /// <param name="method">How; not <see cref="AggregationMethod.Synthesis"/>.</param>
    /// <param name="ballots">The answers in the order of their slots; at least one.</param>
    /// <returns>The answer and how sure it is.</returns>
    /// <exception cref="TopologyException">No answer can be made of them.</exception>
    public static (string Content, double Confidence) Of(AggregationMethod method, IReadOnlyList<Ballot> ballots) =>
        method switch
        {
            AggregationMethod.Vote => Vote(ballots, static _ => 1),
            AggregationMethod.Average => Average(ballots),
            AggregationMethod.Weighted => Weighted(ballots),
            AggregationMethod.Concat => Concat(ballots),
            AggregationMethod.BestOf => Best(ballots),
            _ => throw new InvalidOperationException($"`{method}` needs an agent"),
        };

    /// <summary>What makes two answers the same one: letters and digits, without case, and single spaces.</summary>
    public static string Normal(string content) =>
        string.Join(
                ' ',
                new string([
                    .. content.Select(character =>
                        char.IsLetterOrDigit(character) || character is '.' or '-' or '+'
                            ? char.ToLowerInvariant(character)
                            : ' '
                    ),
                ]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            )
            .TrimEnd('.');

    private static (string Content, double Confidence) Vote(IReadOnlyList<Ballot> ballots, Func<Ballot, double> weight)
    {
        double all = ballots.Sum(weight);
        var winner = ballots
            .Select((ballot, place) => (ballot, place))
            .GroupBy(each => Normal(each.ballot.Content), StringComparer.Ordinal)
            .Select(group => new
            {
                Votes = group.Sum(each => weight(each.ballot)),
                Surest = group.Max(each => each.ballot.Confidence),
                First = group.MinBy(each => each.place),
            })
            .OrderByDescending(group => group.Votes)
            .ThenByDescending(group => group.Surest)
            .ThenBy(group => group.First.place)
            .First();
        return (winner.First.ballot.Content, all > 0 ? winner.Votes / all : 0);
    }

    private static (string Content, double Confidence) Average(IReadOnlyList<Ballot> ballots)
    {
        List<(double Number, Ballot Ballot)> numbers = Numbers(ballots);
        return numbers.Count == 0
            ? throw new TopologyException(
                "`average` needs numbers, and no member answered with one; use another `aggregation_method`"
            )
            : (Written(numbers.Average(each => each.Number)), numbers.Average(each => each.Ballot.Confidence));
    }

    private static (string Content, double Confidence) Weighted(IReadOnlyList<Ballot> ballots)
    {
        List<(double Number, Ballot Ballot)> numbers = Numbers(ballots);
        double all = ballots.Sum(Weight);
        return numbers.Count < ballots.Count || all <= 0
            ? Vote(ballots, Weight)
            : (
                Written(numbers.Sum(each => each.Number * Weight(each.Ballot)) / all),
                all / ballots.Sum(ballot => ballot.Weight)
            );

        static double Weight(Ballot ballot) => ballot.Weight * ballot.Confidence;
    }

    private static (string Content, double Confidence) Concat(IReadOnlyList<Ballot> ballots) =>
        (string.Join("\n\n", ballots.Select(ballot => ballot.Content)), ballots.Average(ballot => ballot.Confidence));

    private static (string Content, double Confidence) Best(IReadOnlyList<Ballot> ballots)
    {
        // The first of the surest.
        Ballot best = ballots.MaxBy(ballot => ballot.Confidence)!;
        return (best.Content, best.Confidence);
    }

    private static List<(double Number, Ballot Ballot)> Numbers(IReadOnlyList<Ballot> ballots)
    {
        List<(double, Ballot)> numbers = [];
        foreach (Ballot ballot in ballots)
        {
            if (
                double.TryParse(
                    ballot.Content.Trim().TrimEnd('.'),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out double number
                ) && double.IsFinite(number)
            )
            {
                numbers.Add((number, ballot));
            }
        }

        return numbers;
    }

    private static string Written(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
