using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Baton.Agents;

/// <summary>What came of a run: complete on every exit, with everything that was produced before a limit or failure.</summary>
public record RunResult
{
    /// <summary>The answer; where the run did not end with one, the text produced so far, or <see langword="null"/>.</summary>
    public string? FinalOutput { get; init; }

    /// <summary>The run's identifier.</summary>
    public required string RunId { get; init; }

    /// <summary>How the run ended, or <see cref="RunStatus.Running"/> when it is paused.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>How many times the model was asked for the next step, repeated attempts not counted.</summary>
    public int TurnCount { get; init; }

    /// <summary>From start to end; the time a run lay paused is not counted.</summary>
    public TimeSpan ElapsedTime { get; init; }

    /// <summary>The calls of tools, in the order of the model's calls. Calls inside nested agents are not among them.</summary>
    public IReadOnlyList<ToolCallRecord> ToolCalls { get; init; } = [];

    /// <summary>
    /// The whole conversation, the given history included and the instructions not. Always fit to be given to the next
    /// run: every call of a tool has its result.
    /// </summary>
    public IReadOnlyList<ChatMessage> History { get; init; } = [];

    /// <summary>What <see cref="RunConfig.Metadata"/> said.</summary>
    public IReadOnlyDictionary<string, object?> Metadata { get; init; } = RunConfig.NoMetadata;

    /// <summary>Tokens and cost of all model calls, those of nested agents included; what nobody reported is <see langword="null"/>.</summary>
    public Usage Usage { get; init; } = Usage.Unknown;

    /// <summary>The cost in US dollars, or <see langword="null"/> when no model with a known price reported its usage.</summary>
    public decimal? Cost => Usage.Cost;

    /// <summary>Why the run failed or was stopped, otherwise <see langword="null"/>.</summary>
    public AgentError? Error { get; init; }

    /// <summary>
    /// The limit that ended the run: <c>max_turns</c>, <c>max_time</c>, <c>timeout_per_turn</c>, <c>max_tokens</c> or
    /// <c>max_cost</c>; otherwise <see langword="null"/>.
    /// </summary>
    public string? LimitReached { get; init; }

    /// <summary>The agent that spoke last: another than the first after a handoff.</summary>
    public string AgentName { get; init; } = "";

    /// <summary>What a paused run waits for and how it goes on; <see langword="null"/> unless it is paused.</summary>
    public PausedRun? Paused { get; init; }
}

/// <summary>What came of a run with a typed answer.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
public sealed record RunResult<T> : RunResult
{
    [SetsRequiredMembers]
    internal RunResult(RunResult result, T? output)
        : base(result) => Output = output;

    /// <summary>The answer; the type's default unless <see cref="RunResult.Status"/> is <see cref="RunStatus.Completed"/>.</summary>
    public T? Output { get; }
}
