namespace Baton.Experiments.Comparison.Statistics;

/// <summary>What a test of "no difference" says.</summary>
/// <param name="PValue">The two-sided p-value, 0 to 1.</param>
/// <param name="Method">How it was found.</param>
internal sealed record Significance(double PValue, TestMethod Method);

/// <summary>How a p-value was found.</summary>
public enum TestMethod
{
    /// <summary>McNemar's exact test.</summary>
    McNemarExact,

    /// <summary>McNemar's test with the mid-p value.</summary>
    McNemarMidP,

    /// <summary>A paired permutation test over every assignment of signs.</summary>
    PermutationExact,

    /// <summary>A paired permutation test over random assignments of signs.</summary>
    Permutation,

    /// <summary>The normal limit of the paired permutation test.</summary>
    PermutationNormal,
}
