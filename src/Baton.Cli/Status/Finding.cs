namespace Baton.Cli.Status;

/// <summary>What one check found.</summary>
internal sealed record Finding(string Check, FindingState State, string Detail)
{
    /// <summary>The state as it is written.</summary>
    public string Word =>
        State switch
        {
            FindingState.Ok => "ok",
            FindingState.Odd => "note",
            FindingState.Missing => "missing",
            _ => throw new InvalidOperationException($"`{State}` is no state"),
        };
}

/// <summary>How a check went.</summary>
internal enum FindingState
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>Not here, but needed only for some things.</summary>
    Odd,

    /// <summary>Needed and not here.</summary>
    Missing,
}
