namespace Baton.Experiments.Comparison.Statistics;

/// <summary>Compares means: bias-corrected and accelerated intervals over inputs, and the sign-flip test.</summary>
internal static class MeanComparison
{
    /// <summary>From so many inputs on, means are normal, and resamples would only add noise to what their spread tells.</summary>
    public const int NormalFrom = 10_000;

    /// <summary>Compares.</summary>
    /// <param name="sample">At least one pair.</param>
    /// <param name="seed">The seed of resamples and draws.</param>
    /// <param name="rows">How many numbers stand in the same table; more rows, fewer resamples.</param>
    public static PairedEstimate Compare(PairedSample sample, ulong seed, int rows)
    {
        PairedSample.InputSums[] inputs = sample.SumByInput();
        (double first, double second) = Means(inputs);
        Significance test = SignFlipTest.Test([.. inputs.Select(input => input.Difference)], seed);
        if (inputs.Length >= NormalFrom)
        {
            return new PairedEstimate(
                NormalEstimate(inputs, first, input => input.First),
                NormalEstimate(inputs, second, input => input.Second),
                NormalEstimate(inputs, second - first, input => input.Difference),
                test
            );
        }

        Replicates replicates = Resample(inputs, Resamples.CountFor(inputs.Length, rows), seed);
        (double[] leftFirst, double[] leftSecond, double[] leftDifference) = LeaveOneOut(inputs);
        return new PairedEstimate(
            Estimated(first, replicates.First, leftFirst),
            Estimated(second, replicates.Second, leftSecond),
            Estimated(second - first, replicates.Difference, leftDifference),
            test
        );
    }

    // The spread of a ratio of sums over inputs, linearised.
    private static Estimate NormalEstimate(
        PairedSample.InputSums[] inputs,
        double value,
        Func<PairedSample.InputSums, double> sum
    )
    {
        double runs = inputs.Sum(input => (double)input.Runs);
        double squares = inputs.Sum(input => Math.Pow(sum(input) - value * input.Runs, 2));
        double error = Math.Sqrt(squares * inputs.Length / (inputs.Length - 1)) / runs;
        double margin = error * NormalDistribution.Quantile((1 + ConfidenceInterval.Level) / 2);
        return new Estimate(value, new ConfidenceInterval(value - margin, value + margin));
    }

    private static Estimate Estimated(double value, double[] replicates, double[] leftOut) =>
        new(
            value,
            leftOut.Length < 2
                ? null
                : ResampledInterval.BiasCorrected(replicates, value, ResampledInterval.Acceleration(leftOut))
        );

    private static (double First, double Second) Means(PairedSample.InputSums[] inputs)
    {
        double runs = inputs.Sum(input => (double)input.Runs);
        return (inputs.Sum(input => input.First) / runs, inputs.Sum(input => input.Second) / runs);
    }

    private static Replicates Resample(PairedSample.InputSums[] inputs, int count, ulong seed)
    {
        Replicates replicates = new(new double[count], new double[count], new double[count]);
        Resamples.Draw(
            inputs.Length,
            count,
            seed,
            (resample, weights) =>
            {
                (double runs, double first, double second) = (0, 0, 0);
                for (int i = 0; i < inputs.Length; i++)
                {
                    PairedSample.InputSums input = inputs[i];
                    runs += weights[i] * (double)input.Runs;
                    first += weights[i] * input.First;
                    second += weights[i] * input.Second;
                }

                replicates.First[resample] = first / runs;
                replicates.Second[resample] = second / runs;
                replicates.Difference[resample] = (second - first) / runs;
            }
        );
        return replicates;
    }

    private static (double[] First, double[] Second, double[] Difference) LeaveOneOut(PairedSample.InputSums[] inputs)
    {
        double runs = inputs.Sum(input => (double)input.Runs);
        double first = inputs.Sum(input => input.First);
        double second = inputs.Sum(input => input.Second);
        double[] withoutFirst = [.. inputs.Select(input => (first - input.First) / (runs - input.Runs))];
        double[] withoutSecond = [.. inputs.Select(input => (second - input.Second) / (runs - input.Runs))];
        return (withoutFirst, withoutSecond, [.. withoutSecond.Zip(withoutFirst, (two, one) => two - one)]);
    }

    private sealed record Replicates(double[] First, double[] Second, double[] Difference);
}
