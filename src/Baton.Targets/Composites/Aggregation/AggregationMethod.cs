using Baton.Agents;

namespace Baton.Targets.Composites.Aggregation;

/// <summary>The ways of making one answer of many.</summary>
internal static class AggregationMethod
{
    /// <summary>The one a composite asks for.</summary>
    /// <param name="options">The composite.</param>
    /// <param name="aggregator">Who writes or picks, where somebody does.</param>
    /// <param name="time">The clock.</param>
    public static IAggregation Create(CompositeOptions options, Member? aggregator, TimeProvider time) =>
        options.EffectiveAggregate switch
        {
            CompositeAggregate.Vote => new CountedAggregation("vote", Vote),
            CompositeAggregate.Average => new CountedAggregation("average", Average),
            CompositeAggregate.Weighted => new CountedAggregation("weighted", Weighted),
            CompositeAggregate.Concat => new CountedAggregation("concat", Concat),
            CompositeAggregate.BestOf when aggregator is null => new CountedAggregation("best_of", Heaviest),
            CompositeAggregate.BestOf => new AskedAggregation(
                "best_of",
                aggregator,
                new AggregatorPrompt(options.Instructions ?? AggregatorPrompt.Pick),
                AggregatorPrompt.Picked,
                time
            ),
            CompositeAggregate.Synthesis => new AskedAggregation(
                "synthesis",
                aggregator!,
                new AggregatorPrompt(options.Instructions ?? AggregatorPrompt.Merge),
                pick: null,
                time
            ),
            _ => throw new ArgumentException($"`{options.Aggregate}` is no way of aggregating", nameof(options)),
        };

    private static AgentEvent Vote(Answers answers) =>
        MostOf(answers, static same => (same.Count(), same.Sum(answer => answer.Member.Weight)));

    private static AgentEvent Weighted(Answers answers)
    {
        List<(decimal Number, decimal Weight)> numbers = Numbers(answers);
        return numbers.Count == answers.Answered.Count
            ? Mean(numbers)
            : MostOf(answers, static same => same.Sum(answer => answer.Member.Weight));
    }

    private static AgentEvent Average(Answers answers)
    {
        List<(decimal Number, decimal Weight)> numbers = Numbers(answers);
        return numbers.Count > 0
            ? Mean([.. numbers.Select(each => (each.Number, 1m))])
            : new ErrorEvent(
                new AgentError(
                    ErrorKind.Protocol,
                    "no answer is a number, so there is no average: "
                        + string.Join(
                            "; ",
                            answers.Answered.Select(answer => $"`{answer.Member.Name}` said `{Start(answer.Output!)}`")
                        )
                )
            );
    }

    private static AgentEvent Concat(Answers answers) =>
        new FinalEvent(
            string.Join(
                "\n\n",
                answers.All.Select(answer =>
                    $"## {answer.Member.Name}\n\n{answer.Output ?? $"(no answer: {answer.Problem})"}"
                )
            )
        );

    private static AgentEvent Heaviest(Answers answers) =>
        answers.Answered.MaxBy(static answer => answer.Member.Weight)!.Outcome;

    private static AgentEvent MostOf<TRank>(Answers answers, Func<IGrouping<string, MemberAnswer>, TRank> rank) =>
        // Groups keep the order of their first members, and the first of equals is the greatest.
        answers
            .Answered.GroupBy(static answer => AnswerText.Normalised(answer.Output!), StringComparer.Ordinal)
            .MaxBy(rank)!
            .First()
            .Outcome;

    private static List<(decimal Number, decimal Weight)> Numbers(Answers answers) =>
        [
            .. answers
                .Answered.Select(answer => (Number: AnswerText.Number(answer.Output!), answer.Member.Weight))
                .Where(each => each.Number is not null)
                .Select(each => (each.Number!.Value, each.Weight)),
        ];

    private static FinalEvent Mean(List<(decimal Number, decimal Weight)> numbers) =>
        new(AnswerText.Of(numbers.Sum(each => each.Number * each.Weight) / numbers.Sum(each => each.Weight)));

    private static string Start(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
