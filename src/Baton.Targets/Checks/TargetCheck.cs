namespace Baton.Targets.Checks;

/// <summary>One thing that every target must do, by name.</summary>
/// <param name="Name">Its name, for example <c>survives_two_turns</c>; stable.</param>
/// <param name="Promise">What a target that fits does, in one sentence.</param>
/// <param name="Run">Tries it.</param>
public sealed record TargetCheck(
    string Name,
    string Promise,
    Func<CheckSubject, CancellationToken, Task<CheckVerdict>> Run
);

/// <summary>What a check found.</summary>
/// <param name="State">Whether the target fits.</param>
/// <param name="Detail">What was seen, and what to do where it does not fit.</param>
public sealed record CheckVerdict(CheckState State, string Detail)
{
    /// <summary>The target does what is promised.</summary>
    public static CheckVerdict Fits(string detail) => new(CheckState.Fits, detail);

    /// <summary>It does not.</summary>
    public static CheckVerdict Broken(string detail) => new(CheckState.Broken, detail);

    /// <summary>It could not be tried, or the target need not do it.</summary>
    public static CheckVerdict NotTried(string detail) => new(CheckState.NotTried, detail);
}

/// <summary>Whether a target fits.</summary>
public enum CheckState
{
    /// <summary>It does what is promised.</summary>
    Fits,

    /// <summary>It does not.</summary>
    Broken,

    /// <summary>It could not be tried, or the target need not do it.</summary>
    NotTried,
}

/// <summary>A check that was made.</summary>
/// <param name="Check">Which.</param>
/// <param name="Verdict">What it found.</param>
/// <param name="Duration">How long it took.</param>
public sealed record CheckResult(TargetCheck Check, CheckVerdict Verdict, TimeSpan Duration);
