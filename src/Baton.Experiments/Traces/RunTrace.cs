using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Experiments.Traces;

/// <summary>The record of one run. Written as one line of <c>traces.jsonl</c>; see <c>docs/formats/experiment.md</c>.</summary>
public sealed record RunTrace
{
    /// <summary>The identifier, unique within the experiment.</summary>
    public required string TraceId { get; init; }

    /// <summary>The run's name, stable across resumes.</summary>
    public required string RunKey { get; init; }

    /// <summary>The run's place in the plan, from 0.</summary>
    public required long RunIndex { get; init; }

    /// <summary>The input's identifier.</summary>
    public required string InputId { get; init; }

    /// <summary>Which repetition, from 0.</summary>
    public required int Iteration { get; init; }

    /// <summary>The persona's name, or <see langword="null"/>.</summary>
    public string? Persona { get; init; }

    /// <summary>The first message.</summary>
    public required string Input { get; init; }

    /// <summary>The answer (the last one of a conversation), whole or partial; <see langword="null"/> when nothing came.</summary>
    public string? Output { get; init; }

    /// <summary>The wall time of the run in milliseconds, the supervisor's included.</summary>
    public double DurationMs { get; init; }

    /// <summary>How the run ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Whether <see cref="Outcome"/> is <see cref="RunOutcome.Success"/>.</summary>
    public bool Success => Outcome == RunOutcome.Success;

    /// <summary>Why it did not succeed, or <see langword="null"/>.</summary>
    public TraceError? Error { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The agent's tokens, or <see langword="null"/> when none were reported.</summary>
    public TraceTokens? TokenUsage { get; init; }

    /// <summary>The agent's cost in US dollars, or <see langword="null"/>.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The supervisor's tokens, or <see langword="null"/>.</summary>
    public TraceTokens? SupervisorTokenUsage { get; init; }

    /// <summary>The supervisor's cost in US dollars, or <see langword="null"/>.</summary>
    public decimal? SupervisorCost { get; init; }

    /// <summary>Milliseconds from the first call to the first piece of output, or <see langword="null"/>.</summary>
    public double? FirstOutputMs { get; init; }

    /// <summary>The longest wait between two pieces of output in milliseconds, or <see langword="null"/> with fewer than two.</summary>
    public double? LongestGapMs { get; init; }

    /// <summary>Characters of output per second between the first and the last piece, or <see langword="null"/>.</summary>
    public double? OutputRate { get; init; }

    /// <summary>Every tool call, in order.</summary>
    public IReadOnlyList<TraceToolCall> ToolCalls { get; init; } = [];

    /// <summary>What the input, the target and Baton had to say beside the answer, or <see langword="null"/>.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>The W3C trace the agent's spans were asked to belong to, 32 hexadecimal digits, or <see langword="null"/>.</summary>
    public string? OtelTraceId { get; init; }

    /// <summary>
    /// The span that stood for the run in that trace, the parent of the agent's outermost ones; 16 hexadecimal digits, or
    /// <see langword="null"/>.
    /// </summary>
    public string? OtelSpanId { get; init; }

    /// <summary>The conversation, or <see langword="null"/> for a run of one turn.</summary>
    public TraceConversation? Conversation { get; init; }
}

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>The agent answered every turn.</summary>
    Success,

    /// <summary>The agent, or the way to it, failed.</summary>
    Failed,

    /// <summary>A guard ended it.</summary>
    Limited,

    /// <summary>The supervisor failed; counted apart and left out of rates.</summary>
    SimulatorFault,
}

/// <summary>Why a run did not succeed.</summary>
/// <param name="Kind">One of <see cref="ErrorKind"/>'s words, or a guard's name.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Details">Facts for whoever looks closer, or <see langword="null"/>.</param>
public sealed record TraceError(string Kind, string Message, JsonObject? Details = null);

/// <summary>Token counts.</summary>
/// <param name="Input">Tokens read, or <see langword="null"/> when not reported.</param>
/// <param name="Output">Tokens written, or <see langword="null"/> when not reported.</param>
/// <param name="Total">All tokens, or <see langword="null"/> when not reported.</param>
public sealed record TraceTokens(long? Input, long? Output, long? Total)
{
    /// <summary>The tokens of an account; <see langword="null"/> when it tells none.</summary>
    internal static TraceTokens? Of(Usage? usage) =>
        usage is { InputTokens: null, OutputTokens: null, TotalTokens: null } or null
            ? null
            : new TraceTokens(
                usage.InputTokens,
                usage.OutputTokens,
                usage.TotalTokens ?? (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0)
            );
}

/// <summary>One tool call of a run.</summary>
/// <param name="CallId">What tied it to its result.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">Its arguments, or <see langword="null"/>.</param>
/// <param name="Result">What came back, or <see langword="null"/>.</param>
/// <param name="Error">Why it failed, or <see langword="null"/>.</param>
/// <param name="Turn">The turn it happened in, from 1.</param>
public sealed record TraceToolCall(
    string CallId,
    string Name,
    JsonElement? Arguments,
    JsonElement? Result,
    string? Error,
    int Turn
);

/// <summary>What a run of many turns adds to its trace.</summary>
public sealed record TraceConversation
{
    /// <summary><c>active</c>, <c>completed</c> or <c>terminated</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>max_turns</c>, <c>supervisor_stop</c>, <c>error</c>, <c>script_complete</c> or <c>limit</c>.</summary>
    public required string TerminationReason { get; init; }

    /// <summary>The turns the agent was asked to take.</summary>
    public required int TurnCount { get; init; }

    /// <summary>Everything said, oldest first.</summary>
    public required IReadOnlyList<TraceMessage> History { get; init; }
}

/// <summary>One message of a conversation.</summary>
/// <param name="Turn">The turn, from 1.</param>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">What was said.</param>
/// <param name="Source">Who wrote it: <c>input</c>, <c>script</c>, <c>supervisor</c> or <c>agent</c>.</param>
public sealed record TraceMessage(int Turn, string Role, string Content, string Source)
{
    /// <summary>Tools the agent called for this answer.</summary>
    public IReadOnlyList<TraceToolCall> ToolCalls { get; init; } = [];

    /// <summary>How long it took to write, in milliseconds, or <see langword="null"/> for what was fixed beforehand.</summary>
    public double? DurationMs { get; init; }

    /// <summary>Milliseconds to the first piece of output, or <see langword="null"/>.</summary>
    public double? FirstOutputMs { get; init; }
}
