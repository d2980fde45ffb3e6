namespace Baton.Experiments.Comparison;

/// <summary>Which experiments to compare, and how.</summary>
public sealed record ComparisonRequest
{
    /// <summary>The folder of the experiment to compare with, the baseline.</summary>
    public required string First { get; init; }

    /// <summary>The folder of the experiment that is judged, the candidate.</summary>
    public required string Second { get; init; }

    /// <summary>When two runs are of the same input. Default <see cref="InputMatch.Auto"/>.</summary>
    public InputMatch Match { get; init; }

    /// <summary>What is taken as independent of each other. Default <see cref="ComparisonUnit.Input"/>.</summary>
    public ComparisonUnit Unit { get; init; }

    /// <summary>The level below which a corrected p-value is significant, above 0 and below 1. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The seed of resamples and permutations: the same seed, the same numbers. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The most runs to show that flipped in one direction, 0 or more; all are counted. Default 10.</summary>
    public int MaxFlips { get; init; } = 10;

    /// <summary>The most inputs to show that only one of the two has, 0 or more; all are counted. Default 10.</summary>
    public int MaxInputs { get; init; } = 10;
}

/// <summary>When two runs are of the same input.</summary>
public enum InputMatch
{
    /// <summary>
    /// With the same identifier and first message; runs that are left then, by their first message where it is the only one of its
    /// kind, since identifiers that Baton makes up shift when an input is added.
    /// </summary>
    Auto,

    /// <summary>With the same identifier, whatever is said first.</summary>
    Id,
}

/// <summary>What is taken as independent of each other.</summary>
public enum ComparisonUnit
{
    /// <summary>Inputs: iterations and personas of one input depend on each other. Says what other inputs like these would show.</summary>
    Input,

    /// <summary>Runs: says what more runs of just these inputs would show.</summary>
    Run,
}
