namespace Baton.Experiments.Comparison.Statistics;

/// <summary>Compares means: bias-corrected and accelerated intervals over inputs, and the sign-flip test.</summary>
internal static class MeanComparison
{
    /// <summary>Compares.</summary>
    /// <param name="sample">At least one pair.</param>
    /// <param name="seed">The seed of resamples and draws.</param>
    /// <param name="rows">How many numbers stand in the same table; more rows, fewer resamples.</param>
    public static PairedEstimate Compare(PairedSample sample, ulong seed, int rows)
    {
        PairedSample.InputSums[] inputs = sample.SumByInput();
        (double first, double second) = Means(inputs);
        Replicates replicates = Resample(inputs, Resamples.CountFor(inputs.Length, rows), seed);
        (double[] leftFirst, double[] leftSecond, double[] leftDifference) = LeaveOneOut(inputs);
        return new PairedEstimate(
            Estimated(first, replicates.First, leftFirst),
            Estimated(second, replicates.Second, leftSecond),
            Estimated(second - first, replicates.Difference, leftDifference),
            SignFlipTest.Test([.. inputs.Select(input => input.Difference)], seed)
        );
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
