namespace Baton.Experiments.Evaluation.Rules;

/// <summary>What a check says of a trace that does not tell the number it looks at.</summary>
internal enum WhenMissing
{
    /// <summary>It does not apply.</summary>
    Skip,

    /// <summary>The trace fails.</summary>
    Fail,

    /// <summary>The trace passes.</summary>
    Pass,
}

/// <summary>Makes a result of it.</summary>
internal static class WhenMissingResult
{
    public static CheckResult With(this WhenMissing choice, string reason) =>
        choice switch
        {
            WhenMissing.Skip => CheckResult.Skip(reason),
            WhenMissing.Fail => CheckResult.Fail(reason),
            WhenMissing.Pass => CheckResult.Pass,
            _ => throw new InvalidOperationException($"`{choice}` is no choice"),
        };
}
