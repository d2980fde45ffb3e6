using Baton.Agents;

namespace Baton.Topologies.Execution;

/// <summary>A step that ended: one question to the agent of a slot, and what came of it.</summary>
public sealed record StepRecord
{
    /// <summary>Where it stands in the execution, for example <c>round-2/opponent</c>; the same on every replay.</summary>
    public required string Path { get; init; }

    /// <summary>The slot that was asked.</summary>
    public required string Slot { get; init; }

    /// <summary>The agent in it.</summary>
    public required string Agent { get; init; }

    /// <summary>What it was asked.</summary>
    public required string Input { get; init; }

    /// <summary>What it answered; <see langword="null"/> when it failed.</summary>
    public string? Output { get; init; }

    /// <summary>Why it failed; <see langword="null"/> when it answered.</summary>
    public string? Error { get; init; }

    /// <summary>How often it was tried; at least 1.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Tokens and cost of all attempts.</summary>
    public Usage Usage { get; init; } = Usage.Unknown;

    /// <summary>When the first attempt began, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>From then to the end of the last attempt.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether it answered.</summary>
    public bool Succeeded => Error is null;
}
