using System.Collections.Concurrent;
using Baton.Topologies.Definitions;

namespace Baton.Topologies.Store.Memory;

/// <summary>Agents and topologies in memory.</summary>
internal sealed class MemoryCatalog : ICatalog
{
    private readonly ConcurrentDictionary<string, AgentType> _agents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Topology> _topologies = new(StringComparer.Ordinal);

    public Task SaveAgentAsync(AgentType agent, CancellationToken cancellationToken)
    {
        _agents[agent.Name] = agent;
        return Task.CompletedTask;
    }

    public Task<AgentType?> FindAgentAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_agents.GetValueOrDefault(name));

    public Task<IReadOnlyList<AgentType>> ListAgentsAsync(AgentRole? role, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AgentType>>([
            .. _agents
                .Values.Where(agent => role is null || agent.Role == role)
                .OrderBy(agent => agent.Name, StringComparer.Ordinal),
        ]);

    public Task<bool> DeleteAgentAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_agents.TryRemove(name, out _));

    public Task SaveTopologyAsync(Topology topology, CancellationToken cancellationToken)
    {
        _topologies[topology.Name] = topology;
        return Task.CompletedTask;
    }

    public Task<Topology?> FindTopologyAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_topologies.GetValueOrDefault(name));

    public Task<IReadOnlyList<Topology>> ListTopologiesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Topology>>([
            .. _topologies.Values.OrderBy(topology => topology.Name, StringComparer.Ordinal),
        ]);

    public Task<bool> DeleteTopologyAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_topologies.TryRemove(name, out _));
}
