using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Store;

/// <summary>What an execution was given when it began, as one JSON text.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="Agents">Its agents.</param>
/// <param name="Config">Limits and ways.</param>
internal sealed record StoredDefinition(
    Topology Topology,
    IReadOnlyDictionary<string, AgentType> Agents,
    TopologyRunConfig Config
)
{
    /// <summary>The definition of an execution as JSON.</summary>
    public static string Of(ExecutionRecord execution) =>
        TopologyJson.Write(new StoredDefinition(execution.Topology, execution.Agents, execution.Config));
}
