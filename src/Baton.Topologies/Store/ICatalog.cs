using Baton.Topologies.Definitions;

namespace Baton.Topologies.Store;

/// <summary>Agents and topologies that are described once and used by name. Safe for concurrent use.</summary>
public interface ICatalog
{
    /// <summary>Keeps an agent, in place of one of the same name.</summary>
    Task SaveAgentAsync(AgentType agent, CancellationToken cancellationToken);

    /// <summary>Finds an agent, or <see langword="null"/>.</summary>
    Task<AgentType?> FindAgentAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists agents by name, all or those of a role.</summary>
    Task<IReadOnlyList<AgentType>> ListAgentsAsync(AgentRole? role, CancellationToken cancellationToken);

    /// <summary>Removes an agent.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAgentAsync(string name, CancellationToken cancellationToken);

    /// <summary>Keeps a topology, in place of one of the same name.</summary>
    Task SaveTopologyAsync(Topology topology, CancellationToken cancellationToken);

    /// <summary>Finds a topology, or <see langword="null"/>.</summary>
    Task<Topology?> FindTopologyAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists topologies by name.</summary>
    Task<IReadOnlyList<Topology>> ListTopologiesAsync(CancellationToken cancellationToken);

    /// <summary>Removes a topology.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteTopologyAsync(string name, CancellationToken cancellationToken);
}
