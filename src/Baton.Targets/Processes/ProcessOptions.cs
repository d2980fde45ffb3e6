namespace Baton.Targets.Processes;

/// <summary>The <c>process:</c> section.</summary>
public sealed record ProcessOptions
{
    /// <summary>The program and its arguments, one item each; no shell is involved.</summary>
    public required IReadOnlyList<string> Command { get; init; }
}
