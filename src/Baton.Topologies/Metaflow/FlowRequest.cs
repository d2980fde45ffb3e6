using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Metaflow;

/// <summary>What a generated flow asks of Baton: the whole execution so far, and what is to be done.</summary>
public sealed record FlowRequest
{
    private const int Current = 1;

    /// <summary>The version of this form. Now 1.</summary>
    public int Version { get; init; } = Current;

    /// <summary>The execution.</summary>
    public required FlowExecution Execution { get; init; }

    /// <summary>The steps that ended, in any order.</summary>
    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>What people were asked and said, where a runner follows the flow; otherwise it is in the store. Default: nothing.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>The step to be carried out. Default: none, the answer only says how far those that ended lead.</summary>
    public string? Step { get; init; }

    /// <summary>Whether the execution is to be written into the store. Default: no.</summary>
    public bool Save { get; init; }

    /// <summary>An output that was made without steps, to be kept as the execution's. Default: none, it comes of the steps.</summary>
    public JsonObject? Output { get; init; }

    /// <summary>Reads a request.</summary>
    /// <exception cref="TopologyException">It is none.</exception>
    public static FlowRequest Read(string json)
    {
        try
        {
            FlowRequest request = TopologyJson.Read<FlowRequest>(json);
            return request.Version == Current
                ? request
                : throw new TopologyException(
                    $"The request has version {request.Version}, and this Baton knows {Current}; generate the flow again"
                );
        }
        catch (JsonException problem)
        {
            throw new TopologyException($"The request is not what a flow asks: {problem.Message}", problem);
        }
    }
}

/// <summary>An execution as a flow carries it from step to step.</summary>
public sealed record FlowExecution
{
    /// <summary>The identifier.</summary>
    public required string Id { get; init; }

    /// <summary>The topology.</summary>
    public required Topology Topology { get; init; }

    /// <summary>Its agents.</summary>
    public required IReadOnlyDictionary<string, AgentType> Agents { get; init; }

    /// <summary>The input.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>Limits and ways. Default: the defaults.</summary>
    public TopologyRunConfig Config { get; init; } = new();

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether a runner follows the flow and keeps the execution itself. Default: no.</summary>
    public bool IsFollowed { get; init; }
}
