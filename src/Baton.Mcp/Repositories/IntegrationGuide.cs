namespace Baton.Mcp.Repositories;

/// <summary>How an agent is brought to Baton, step by step.</summary>
public sealed record IntegrationGuide
{
    /// <summary>The pattern the steps are for.</summary>
    public required string Pattern { get; init; }

    /// <summary>When this pattern is the right one.</summary>
    public required string Use { get; init; }

    /// <summary>The page that tells all of it, for example <c>docs/targets/http.md</c>.</summary>
    public required string Page { get; init; }

    /// <summary>The file of the repository the steps are made for; <see langword="null"/> for general ones.</summary>
    public CodePlace? Agent { get; init; }

    /// <summary>What to do, in this order.</summary>
    public required IReadOnlyList<IntegrationStep> Steps { get; init; }
}

/// <summary>One step.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Instruction">What to do.</param>
/// <param name="Files">Files to make, with their content; empty for most.</param>
/// <param name="Command">The command to run in the repository's folder, or <see langword="null"/>.</param>
/// <param name="Check">What proves that the step is done.</param>
public sealed record IntegrationStep(
    string Title,
    string Instruction,
    IReadOnlyList<NewFile> Files,
    string? Command,
    string Check
);
