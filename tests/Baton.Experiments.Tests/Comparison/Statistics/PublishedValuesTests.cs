using Baton.Experiments.Comparison.Statistics;

namespace Baton.Experiments.Tests.Comparison.Statistics;

/// <summary>Every method beside an example of its literature.</summary>
public sealed class PublishedValuesTests
{
    // Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13:91 (2013): airway hyper-responsiveness (Bentur and
    // others, 2009) and complete response (Cavo and others, 2012), before and after.
    [Theory]
    [InlineData(1, 7, 0.0703, 0.0391)]
    [InlineData(6, 16, 0.0525, 0.0347)]
    public void McNemars_test_gives_the_published_values(int worse, int better, double exact, double midP)
    {
        McNemarTest.Exact(worse, better).ShouldBe(exact, 0.00005);
        McNemarTest.Exact(better, worse).ShouldBe(exact, 0.00005);
        McNemarTest.MidP(worse, better).ShouldBe(midP, 0.00005);
    }

    // The approval ratings of R's help page of mcnemar.test (Agresti, 1990): 150 and 86 changed their mind; binom.test(86, 236).
    [Fact]
    public void McNemars_test_holds_for_many_pairs() => McNemarTest.Exact(86, 150).ShouldBe(3.716e-05, 0.0005e-05);

    [Theory]
    [InlineData(25, 0, TestMethod.McNemarExact)]
    [InlineData(13, 13, TestMethod.McNemarMidP)]
    [InlineData(0, 0, TestMethod.McNemarExact)]
    public void McNemars_test_says_which_value_it_took(long worse, long better, object method) =>
        McNemarTest.Test(worse, better).Method.ShouldBe((TestMethod)method);

    [Fact]
    public void McNemars_test_finds_nothing_where_nothing_changed()
    {
        McNemarTest.Exact(0, 0).ShouldBe(1);
        McNemarTest.Exact(4, 4).ShouldBe(1);
        McNemarTest.MidP(1, 1).ShouldBe(0.75);
    }

    // Darwin's maize: 15 pairs, the sums of 1,726 of all 32,768 assignments of signs are as extreme as 314 (R. A. Fisher, The
    // Design of Experiments, 1935, section 21: 863 on either side).
    [Fact]
    public void The_permutation_test_gives_Fishers_value()
    {
        Significance test = SignFlipTest.Test([49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48], seed: 1);

        test.Method.ShouldBe(TestMethod.PermutationExact);
        test.PValue.ShouldBe(1726.0 / 32768, 1e-12);
    }

    // With one run of each input the permutation test is McNemar's exact test.
    [Theory]
    [InlineData(1, 7)]
    [InlineData(3, 3)]
    [InlineData(0, 9)]
    public void Flipping_signs_of_passes_is_McNemars_exact_test(int worse, int better)
    {
        double[] differences =
        [
            .. Enumerable.Repeat(-1.0, worse),
            .. Enumerable.Repeat(1.0, better),
            .. Enumerable.Repeat(0.0, 20),
        ];

        SignFlipTest.Test(differences, seed: 1).PValue.ShouldBe(McNemarTest.Exact(worse, better), 1e-9);
    }

    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"); the example of Holm's method in its Wikipedia article.
    [Fact]
    public void Holms_correction_gives_the_published_values()
    {
        IReadOnlyList<double> adjusted = HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005]);

        adjusted[0].ShouldBe(0.03, 1e-12);
        adjusted[1].ShouldBe(0.06, 1e-12);
        adjusted[2].ShouldBe(0.06, 1e-12);
        adjusted[3].ShouldBe(0.02, 1e-12);
    }

    // Newcombe's method 10: Altman and others, Statistics with Confidence (2000), table 6.2; and Fagerland, Lydersen and Laake,
    // Statistics in Medicine 33 (2014), airway hyper-responsiveness (there the first less the second).
    [Theory]
    [InlineData(14, 5, 0, 22, -0.226, -0.011)]
    [InlineData(1, 1, 7, 12, 0.026, 0.507)]
    public void Newcombes_interval_is_the_published_one(
        int both,
        int worse,
        int better,
        int neither,
        double low,
        double high
    )
    {
        ConfidenceInterval interval = NewcombeInterval.Of(both, worse, better, neither)!;

        interval.Low.ShouldBe(low, 0.0006);
        interval.High.ShouldBe(high, 0.0006);
    }

    // Efron and Tibshirani, An Introduction to the Bootstrap (1993), section 14.3: the spatial data A of 26 children, variance
    // 171.5, acceleration 0.061, 90 % intervals of 2,000 resamples: percentile 100.8 to 233.9, BCa 115.8 to 259.6.
    [Fact]
    public void The_bias_corrected_and_accelerated_interval_is_the_published_one()
    {
        double[] a =
        [
            48,
            36,
            20,
            29,
            42,
            42,
            20,
            42,
            22,
            41,
            45,
            14,
            6,
            0,
            33,
            28,
            34,
            4,
            32,
            24,
            47,
            41,
            24,
            26,
            30,
            41,
        ];
        double[] leftOut = [.. a.Select((_, out_) => Variance([.. a.Where((_, i) => i != out_)], Ones(a.Length - 1)))];
        double[] replicates = new double[9999];
        Resamples.Draw(a.Length, replicates.Length, seed: 7, (r, weights) => replicates[r] = Variance(a, weights));

        double acceleration = ResampledInterval.Acceleration(leftOut);
        ConfidenceInterval interval = ResampledInterval.BiasCorrected(
            replicates,
            Variance(a, Ones(a.Length)),
            acceleration,
            level: 0.9
        )!;

        Variance(a, Ones(a.Length)).ShouldBe(171.5, 0.05);
        acceleration.ShouldBe(0.061, 0.0005);
        replicates[(int)(0.05 * 10000) - 1].ShouldBe(100.8, 5);
        replicates[(int)(0.95 * 10000) - 1].ShouldBe(233.9, 5);
        interval.Low.ShouldBe(115.8, 5);
        interval.High.ShouldBe(259.6, 8);
    }

    // Abramowitz and Stegun, Handbook of Mathematical Functions, tables 26.1 and 26.5.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(1.959963984540054, 0.975)]
    [InlineData(-3, 0.001349898031630)]
    [InlineData(3.5, 0.999767370920964)]
    [InlineData(-6, 9.865876450377e-10)]
    public void The_normal_distribution_is_the_tabulated_one(double x, double share)
    {
        NormalDistribution.Cumulative(x).ShouldBe(share, 1e-14);
        NormalDistribution.Quantile(share).ShouldBe(x, 1e-7);
    }

    // The reference implementation's first numbers from the state 1, 2, 3, 4, as test suites of other languages have them.
    [Fact]
    public void The_generator_is_the_published_one()
    {
        Xoshiro256 random = new(1, 2, 3, 4);

        random.Next().ShouldBe(11520UL);
        random.Next().ShouldBe(0UL);
        random.Next().ShouldBe(1509978240UL);
        random.Next().ShouldBe(1215971899390074240UL);
        Xoshiro256.Mix(1234567, 1).ShouldBe(6457827717110365317UL);
        Xoshiro256.Mix(1234567, 2).ShouldBe(3203168211198807973UL);
    }

    private static double Variance(double[] values, int[] weights)
    {
        double total = weights.Sum();
        double mean = values.Zip(weights, (value, weight) => value * weight).Sum() / total;
        return values.Zip(weights, (value, weight) => weight * (value - mean) * (value - mean)).Sum() / total;
    }

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];
}
