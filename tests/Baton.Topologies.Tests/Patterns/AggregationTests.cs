using Baton.Topologies.Definitions;
using Baton.Topologies.Patterns;
using Ballot = Baton.Topologies.Patterns.Aggregation.Ballot;

namespace Baton.Topologies.Tests.Patterns;

/// <summary>How one answer is made of several, and one verdict.</summary>
public sealed class AggregationTests
{
    [Fact]
    public void A_vote_goes_to_the_most_common_answer_however_it_is_written() =>
        Of(AggregationMethod.Vote, ("Oslo", 0.5), ("Bergen", 0.9), ("  OSLO!", 0.1)).ShouldBe(("Oslo", 2 / 3d));

    [Fact]
    public void A_tie_goes_to_the_higher_confidence_then_to_the_earlier_slot()
    {
        Of(AggregationMethod.Vote, ("a", 0.5), ("b", 0.6)).Content.ShouldBe("b");
        Of(AggregationMethod.Vote, ("a", 0.5), ("b", 0.5)).Content.ShouldBe("a");
    }

    [Fact]
    public void An_average_is_that_of_the_numbers_answered()
    {
        Of(AggregationMethod.Average, ("1", 0.5), ("no idea", 0.5), ("2.5.", 0.5)).Content.ShouldBe("1.75");
        Should
            .Throw<TopologyException>(() => Of(AggregationMethod.Average, ("one", 0.5)))
            .Message.ShouldContain("no member answered with one");
    }

    [Fact]
    public void Weighted_counts_weight_times_confidence()
    {
        Aggregation
            .Of(AggregationMethod.Weighted, [new Ballot("a", "10", 1, 3), new Ballot("b", "20", 0.5, 2)])
            .Content.ShouldBe("12.5");
        Aggregation
            .Of(AggregationMethod.Weighted, [new Ballot("a", "x", 0.2, 1), new Ballot("b", "y", 0.3, 1)])
            .Content.ShouldBe("y");
    }

    [Fact]
    public void The_best_is_the_surest_and_all_are_joined_in_order()
    {
        Of(AggregationMethod.BestOf, ("a", 0.5), ("b", 0.9), ("c", 0.9)).ShouldBe(("b", 0.9));
        Of(AggregationMethod.Concat, ("a", 0.5), ("b", 0.5)).Content.ShouldBe("a\n\nb");
    }

    [Theory]
    [InlineData(ConsensusMethod.Majority, true)]
    [InlineData(ConsensusMethod.Unanimous, false)]
    [InlineData(ConsensusMethod.Weighted, false)]
    [InlineData(ConsensusMethod.FirstAgree, true)]
    public void Consensus_follows_its_rule(ConsensusMethod method, bool approved) =>
        Consensus
            .Of(method, [new Verdict(true, 0.4), new Verdict(false, 0.9), new Verdict(true, 0.4)])
            .Approved.ShouldBe(approved);

    [Fact]
    public void Half_is_no_majority_and_two_that_differ_agree_on_nothing()
    {
        Verdict[] split = [new(true), new(false)];

        Consensus.Of(ConsensusMethod.Majority, split).Approved.ShouldBeFalse();
        Consensus.Of(ConsensusMethod.FirstAgree, split).Approved.ShouldBeFalse();
        Consensus.Of(ConsensusMethod.FirstAgree, [new(true)]).Approved.ShouldBeTrue();
    }

    private static (string Content, double Confidence) Of(
        AggregationMethod method,
        params (string Content, double Confidence)[] answers
    ) =>
        Aggregation.Of(
            method,
            [.. answers.Select((answer, place) => new Ballot($"e{place}", answer.Content, answer.Confidence, 1))]
        );
}
