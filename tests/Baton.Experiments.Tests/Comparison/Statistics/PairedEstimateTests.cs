using Baton.Experiments.Comparison.Statistics;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Comparison.Statistics;

public sealed class PairedEstimateTests
{
    [Fact]
    public void A_mean_is_estimated_on_both_sides_and_as_a_difference()
    {
        PairedSample sample = Sample([(0, 10, 12), (1, 20, 25), (2, 30, 31), (3, 40, 48), (4, 15, 19), (5, 22, 23)]);

        PairedEstimate estimate = MeanComparison.Compare(sample, seed: 1, rows: 1);

        estimate.First.Value.ShouldBe(137.0 / 6, 1e-9);
        estimate.Difference.Value.ShouldBe(21.0 / 6, 1e-9);
        estimate.Difference.Interval!.Low.ShouldBeInRange(1, 3.5);
        estimate.Difference.Interval!.High.ShouldBeInRange(3.5, 7);
        estimate.Test!.PValue.ShouldBe(2.0 / 64, 1e-12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        PairedSample sample = Sample([.. Enumerable.Range(0, 60).Select(i => (i % 30, i * 7.0 % 11, i * 5.0 % 13))]);

        PairedEstimate one = MeanComparison.Compare(sample, seed: 5, rows: 1);

        MeanComparison.Compare(sample, seed: 5, rows: 1).ShouldBe(one);
        MeanComparison.Compare(sample, seed: 6, rows: 1).ShouldNotBe(one);
    }

    [Fact]
    public void Runs_of_one_input_count_as_one_witness()
    {
        // Ten inputs of ten runs: in two inputs all runs turn from bad to good. As 20 independent runs that is beyond doubt.
        PairedSample together = Sample([.. Enumerable.Range(0, 100).Select(i => (i / 10, 0.0, i < 20 ? 1.0 : 0.0))]);
        PairedSample apart = Sample([.. Enumerable.Range(0, 100).Select(i => (i, 0.0, i < 20 ? 1.0 : 0.0))]);

        PairedEstimate dependent = RateComparison.Compare(together, seed: 1, rows: 1);
        PairedEstimate independent = RateComparison.Compare(apart, seed: 1, rows: 1);

        dependent.Difference.Value.ShouldBe(0.2, 1e-12);
        dependent.Test!.PValue.ShouldBe(0.5, 1e-12);
        independent.Test!.PValue.ShouldBeLessThan(0.0001);
        Width(dependent.Second).ShouldBeGreaterThan(2 * Width(independent.Second));
        Width(dependent.Difference).ShouldBeGreaterThan(Width(independent.Difference));
    }

    [Fact]
    public void Rates_that_stay_the_same_are_not_certain_to_do_so()
    {
        PairedSample sample = Sample([.. Enumerable.Range(0, 20).Select(i => (i / 2, 1.0, 1.0))]);

        PairedEstimate estimate = RateComparison.Compare(sample, seed: 1, rows: 1);

        estimate.Test!.PValue.ShouldBe(1);
        estimate.Difference.Interval!.Low.ShouldBeLessThan(-0.1);
        estimate.Difference.Interval!.High.ShouldBeGreaterThan(0.1);
        estimate.First.Interval!.Low.ShouldBe(0.7225, 0.0001, "Wilson's bound for 10 of 10 inputs");
    }

    [Fact]
    public void One_input_tells_nothing_of_how_inputs_vary()
    {
        PairedSample sample = Sample([(0, 1, 2), (0, 2, 2), (0, 5, 2)]);

        MeanComparison.Compare(sample, seed: 1, rows: 1).Difference.Interval.ShouldBeNull();
        QuantileComparison.Compare(sample, [0.5], seed: 1, rows: 1)[0].Difference.Interval.ShouldBeNull();
    }

    [Fact]
    public void Quantiles_are_nearest_ranks()
    {
        PairedSample sample = Sample([.. Enumerable.Range(1, 10).Select(i => (i, (double)i, 10.0 * i))]);

        IReadOnlyList<PairedEstimate> found = QuantileComparison.Compare(sample, [0.5, 0.9], seed: 1, rows: 1);

        found[0].First.Value.ShouldBe(5);
        found[1].First.Value.ShouldBe(9);
        found[0].Second.Value.ShouldBe(50);
        found[0].Difference.Value.ShouldBe(45);
        found[0].Difference.Interval!.Low.ShouldBeGreaterThan(0);
        found[0].Test!.PValue.ShouldBeLessThan(0.05);
    }

    [Fact]
    public void A_quantile_that_stays_the_same_is_no_finding()
    {
        PairedSample sample = Sample([.. Enumerable.Range(0, 40).Select(i => (i, (double)(i % 7), (double)(i % 7)))]);

        QuantileComparison.Compare(sample, [0.9], seed: 1, rows: 1)[0].Test!.PValue.ShouldBe(1);
    }

    [Fact]
    public void Drawn_and_normal_permutations_agree_with_each_other()
    {
        // A t statistic of about 2.2 at 1,999 and at 2,000 differences, where the method changes.
        double[] many = [.. Enumerable.Range(0, 2000).Select(i => (i % 2 == 0 ? 1.0 : -1.0) + 0.05)];

        Significance drawn = SignFlipTest.Test([.. many.Skip(2)], seed: 3);
        Significance normal = SignFlipTest.Test(many, seed: 3);

        drawn.Method.ShouldBe(TestMethod.Permutation);
        normal.Method.ShouldBe(TestMethod.PermutationNormal);
        drawn.PValue.ShouldBe(normal.PValue, 0.01);
        normal.PValue.ShouldBe(0.0256, 0.0003);
    }

    [Fact]
    public void P_values_are_uniform_where_there_is_no_difference()
    {
        Xoshiro256 random = new(99);
        int below = 0;
        for (int trial = 0; trial < 400; trial++)
        {
            double[] noise = [.. Enumerable.Range(0, 12).Select(_ => (double)random.Below(2001) - 1000)];
            below += SignFlipTest.Test(noise, seed: 1).PValue < 0.1 ? 1 : 0;
        }

        below.ShouldBeInRange(20, 60);
    }

    [Fact]
    public void An_interval_holds_its_estimate_and_p_values_are_shares()
    {
        Gen<(int, double, double)[]> samples = Gen.ArrayOf(
            from input in Gen.Choose(0, 9)
            from first in Gen.Choose(0, 1)
            from second in Gen.Choose(0, 1)
            select (input, (double)first, (double)second)
        );
        Prop.ForAll(
                Arb.From(samples),
                pairs =>
                {
                    if (pairs.Length == 0)
                    {
                        return true;
                    }

                    PairedEstimate rate = RateComparison.Compare(Sample(pairs), seed: 1, rows: 1000);
                    return Holds(rate.First)
                        && Holds(rate.Second)
                        && rate.Test!.PValue is >= 0 and <= 1
                        && Math.Abs(rate.Second.Value - rate.First.Value - rate.Difference.Value) < 1e-9;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private static bool Holds(Estimate estimate) =>
        estimate.Interval is not { } interval
        || (interval.Low <= estimate.Value + 1e-9 && interval.High >= estimate.Value - 1e-9);

    private static double Width(Estimate estimate) => estimate.Interval!.High - estimate.Interval.Low;

    private static PairedSample Sample(IReadOnlyList<(int Input, double First, double Second)> pairs)
    {
        PairedSample sample = new();
        foreach ((int input, double first, double second) in pairs)
        {
            sample.Add(input, first, second);
        }

        return sample;
    }
}
