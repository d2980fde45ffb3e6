namespace Baton.Experiments.Evaluation;

/// <summary>Compares scores with thresholds; a sum of weights that is off in its last digit is not held against a trace.</summary>
internal static class Threshold
{
    private const double Tolerance = 1e-9;

    public static bool IsReached(double value, double threshold) => value >= threshold - Tolerance;
}
