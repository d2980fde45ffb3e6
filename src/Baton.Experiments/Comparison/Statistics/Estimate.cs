namespace Baton.Experiments.Comparison.Statistics;

/// <summary>A number with its interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Interval">Where the true value lies; <see langword="null"/> where one input tells nothing of how inputs vary.</param>
public sealed record Estimate(double Value, ConfidenceInterval? Interval);

/// <summary>One number of two experiments, and by how much the second's is larger.</summary>
/// <param name="First">Of the first.</param>
/// <param name="Second">Of the second.</param>
/// <param name="Difference">The second less the first.</param>
/// <param name="Test">The test that there is no difference; <see langword="null"/> where none is made.</param>
internal sealed record PairedEstimate(Estimate First, Estimate Second, Estimate Difference, Significance? Test);
