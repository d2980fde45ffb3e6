using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Capabilities;

/// <summary>An attempt at a step as capabilities see it. Lives as long as the attempt.</summary>
public sealed class CapabilityStep
{
    private readonly CapableTurn _turn;

    internal CapabilityStep(CapableTurn turn) => _turn = turn;

    /// <summary>The execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>What <see cref="TopologyRunConfig.CorrelationId"/> said.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The step, for example <c>round-2/opponent</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The slot.</summary>
    public required string Slot { get; init; }

    /// <summary>The agent in it, what the slot overrides in place.</summary>
    public required AgentType Agent { get; init; }

    /// <summary>Which attempt it is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What was asked, before any capability changed it.</summary>
    public required string Input { get; init; }

    /// <summary>The JSON the answer must be, or <see langword="null"/> for any text.</summary>
    public AnswerForm? Form { get; internal set; }

    /// <summary>The same for all attempts at the step, also those after a crash; no other step has it: <c>execution/path</c>.</summary>
    public string Key => $"{ExecutionId}/{Path}";

    /// <summary>What agents keep between executions.</summary>
    public required IAgentStates States { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>What a capability keeps for the length of the attempt. Not safe for concurrent use.</summary>
    public IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

    /// <summary>Takes another turn of the agent in the conversation of the step; the answer's form holds.</summary>
    /// <returns>The answer.</returns>
    public Task<string> AskAsync(string message) => _turn.TakeAsync(message, isThought: false, isAside: false);

    /// <summary>Takes a turn in the conversation whose answer is a thought: it has no form and is no part of the step's answer.</summary>
    /// <returns>The thought.</returns>
    public Task<string> ThinkAsync(string message) => _turn.TakeAsync(message, isThought: true, isAside: false);

    /// <summary>As <see cref="ThinkAsync"/>, in a conversation of its own.</summary>
    /// <returns>The thought.</returns>
    public Task<string> ThinkAsideAsync(string message) => _turn.TakeAsync(message, isThought: true, isAside: true);
}
