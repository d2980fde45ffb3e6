using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Aggregation;
using Baton.Experiments.Evaluation.Settings;

namespace Baton.Experiments.Tests.Evaluation;

public sealed class AggregatorTests
{
    private static readonly Score Good = Judged(ScoreStatus.Pass, 1);
    private static readonly Score Middling = Judged(ScoreStatus.Pass, 0.6);
    private static readonly Score Bad = Judged(ScoreStatus.Fail, 0.2);
    private static readonly Score Broken = Judged(ScoreStatus.Error, null);
    private static readonly Score Skipped = Judged(ScoreStatus.Skipped, null);

    [Fact]
    public void A_weighted_sum_is_divided_by_the_weights_of_those_that_judged()
    {
        Of(AggregateMethod.WeightedSum, 0.7, [1, 3], [Bad, Good]).ShouldBe(new Verdict(true, 0.8));
        Of(AggregateMethod.WeightedSum, 0.7, [3, 1], [Bad, Good]).ShouldBe(new Verdict(false, 0.4));
        Of(AggregateMethod.WeightedSum, 0.7, [3, 1], [Broken, Good]).ShouldBe(new Verdict(true, 1));
        Of(AggregateMethod.WeightedSum, 0.7, [0, 1], [Bad, Skipped]).ShouldBe(default);
    }

    [Fact]
    public void A_threshold_that_the_sum_misses_by_its_last_digit_is_reached() =>
        Of(AggregateMethod.WeightedSum, 0.6, [0.1, 0.2, 0.3], [Middling, Middling, Middling]).Passed.ShouldBe(true);

    [Fact]
    public void An_average_gives_every_evaluator_the_same_say() =>
        Of(AggregateMethod.Average, 0.7, [0, 9, 1], [Good, Bad, Skipped]).ShouldBe(new Verdict(false, 0.6));

    [Fact]
    public void All_passes_when_everyone_does()
    {
        Of(AggregateMethod.All, 0.9, [1, 1], [Good, Middling]).ShouldBe(new Verdict(true, 1));
        Of(AggregateMethod.All, 0.1, [1, 1], [Good, Bad]).ShouldBe(new Verdict(false, 0.5));
        Of(AggregateMethod.All, 0.1, [1, 1], [Good, Skipped]).ShouldBe(new Verdict(true, 1));
    }

    [Fact]
    public void Min_is_the_lowest_score() =>
        Of(AggregateMethod.Min, 0.5, [1, 1], [Good, Middling]).ShouldBe(new Verdict(true, 0.6));

    [Theory]
    [InlineData(AggregateMethod.All)]
    [InlineData(AggregateMethod.Min)]
    public void What_must_hold_for_everyone_is_not_said_of_a_trace_that_someone_could_not_judge(AggregateMethod method)
    {
        Of(method, 0.5, [1, 1], [Good, Broken]).Passed.ShouldBeNull();
        Of(method, 0.5, [1, 1], [Bad, Broken]).Passed.ShouldBe(false);
    }

    [Theory]
    [InlineData(AggregateMethod.WeightedSum)]
    [InlineData(AggregateMethod.Average)]
    [InlineData(AggregateMethod.All)]
    [InlineData(AggregateMethod.Min)]
    public void Errors_and_skipped_scores_are_never_a_zero(AggregateMethod method) =>
        Of(method, 0.5, [1, 1], [Broken, Skipped]).ShouldBe(default);

    private static Verdict Of(AggregateMethod method, double threshold, double[] weights, Score[] scores) =>
        new Aggregator(new AggregateSettings { Method = method, Threshold = threshold }, weights).Of(scores)
            is var verdict
        && verdict.Score is { } score
            ? verdict with
            {
                Score = Math.Round(score, 9),
            }
            : verdict;

    private static Score Judged(ScoreStatus status, double? value) =>
        new()
        {
            Evaluator = "one",
            Status = status,
            Value = value,
        };
}
