using System.Text.Json.Nodes;

namespace Baton.Experiments.Inputs;

/// <summary>One entry of the inputs: what a user says first, and what is known about it.</summary>
public sealed record ExperimentInput
{
    /// <summary>The identifier: the entry's own, otherwise its number from 1 as <c>input_0001</c>; unique within the inputs.</summary>
    public required string Id { get; init; }

    /// <summary>The first message.</summary>
    public required string Text { get; init; }

    /// <summary>The persona this entry runs as, or <see langword="null"/> for each selected one.</summary>
    public string? Persona { get; init; }

    /// <summary>The answer to compare with, of any JSON type, or <see langword="null"/>.</summary>
    public JsonNode? Expected { get; init; }

    /// <summary>Free facts, handed to the agent and kept in the trace, or <see langword="null"/>.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>
    /// Who the user of this entry is and what they want, told to the supervisor and never to the agent; or
    /// <see langword="null"/>.
    /// </summary>
    public string? Scenario { get; init; }

    /// <summary>Free facts for people and evaluators: kept in the trace, never handed to the agent; or <see langword="null"/>.</summary>
    public JsonObject? Notes { get; init; }

    /// <summary>What the user says in the turns after the first, fixed beforehand; empty when nothing is.</summary>
    public IReadOnlyList<ScriptedTurn> Turns { get; init; } = [];

    /// <summary>Whether the supervisor goes on when <see cref="Turns"/> are used up; <see langword="false"/> ends the conversation there.</summary>
    public bool SimulateAfterTurns { get; init; } = true;

    /// <summary>Decisions about tool calls fixed beforehand.</summary>
    public IReadOnlyList<ScriptedApproval> Approvals { get; init; } = [];

    /// <summary>What the answer to the first message must fulfil, or <see langword="null"/>.</summary>
    public TurnExpectation? Expect { get; init; }
}

/// <summary>A user message fixed beforehand.</summary>
/// <param name="Text">The message.</param>
/// <param name="Expect">What the answer must fulfil, or <see langword="null"/>.</param>
public sealed record ScriptedTurn(string Text, TurnExpectation? Expect = null);

/// <summary>A decision about a tool call fixed beforehand.</summary>
/// <param name="Turn">The turn it is for, from 1; <see langword="null"/> for any.</param>
/// <param name="Tool">The tool it is for; <see langword="null"/> for any.</param>
/// <param name="Decision"><c>approve</c>, <c>deny</c> or <c>edit</c>.</param>
/// <param name="Arguments">With <c>edit</c>, the arguments to use instead.</param>
/// <param name="Reason">With <c>deny</c>, what the agent is told.</param>
public sealed record ScriptedApproval(
    int? Turn,
    string? Tool,
    ApprovalDecision Decision,
    JsonObject? Arguments = null,
    string? Reason = null
);

/// <summary>What to do with a tool call.</summary>
public enum ApprovalDecision
{
    /// <summary>Let it happen.</summary>
    Approve,

    /// <summary>Refuse it.</summary>
    Deny,

    /// <summary>Let it happen with other arguments.</summary>
    Edit,
}

/// <summary>What one answer must fulfil; all that is given must hold.</summary>
public sealed record TurnExpectation
{
    /// <summary>Texts the answer contains, ignoring case.</summary>
    public IReadOnlyList<string> Contains { get; init; } = [];

    /// <summary>Texts the answer does not contain, ignoring case.</summary>
    public IReadOnlyList<string> NotContains { get; init; } = [];

    /// <summary>The whole answer, surrounding white space aside; <see langword="null"/> for any.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1721", Justification = "The check's own name.")]
    public string? EqualTo { get; init; }

    /// <summary>Regular expressions, each found in the answer.</summary>
    public IReadOnlyList<string> Regex { get; init; } = [];

    /// <summary>Tools called in the turn.</summary>
    public IReadOnlyList<string> ToolCalled { get; init; } = [];
}
