using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Postgres;

/// <summary>Agents and topologies in a database, each as one JSON text.</summary>
internal sealed class PostgresCatalog(PostgresDatabase database) : ICatalog
{
    private const string Agents = "agent_types";
    private const string Topologies = "topologies";

    public Task SaveAgentAsync(AgentType agent, CancellationToken cancellationToken) =>
        SaveAsync(Agents, agent.Name, TopologyJson.Write(agent), cancellationToken);

    public Task<AgentType?> FindAgentAsync(string name, CancellationToken cancellationToken) =>
        FindAsync<AgentType>(Agents, name, cancellationToken);

    public async Task<IReadOnlyList<AgentType>> ListAgentsAsync(AgentRole? role, CancellationToken cancellationToken) =>
        role is { } wanted
            ? await ReadAsync<AgentType>(Agents, "role = $1", [StoredText.Word(wanted)], cancellationToken)
                .ConfigureAwait(false)
            : await ReadAsync<AgentType>(Agents, "true", [], cancellationToken).ConfigureAwait(false);

    public Task<bool> DeleteAgentAsync(string name, CancellationToken cancellationToken) =>
        DeleteAsync(Agents, name, cancellationToken);

    public Task SaveTopologyAsync(Topology topology, CancellationToken cancellationToken) =>
        SaveAsync(Topologies, topology.Name, TopologyJson.Write(topology), cancellationToken);

    public Task<Topology?> FindTopologyAsync(string name, CancellationToken cancellationToken) =>
        FindAsync<Topology>(Topologies, name, cancellationToken);

    public async Task<IReadOnlyList<Topology>> ListTopologiesAsync(CancellationToken cancellationToken) =>
        await ReadAsync<Topology>(Topologies, "true", [], cancellationToken).ConfigureAwait(false);

    public Task<bool> DeleteTopologyAsync(string name, CancellationToken cancellationToken) =>
        DeleteAsync(Topologies, name, cancellationToken);

    private Task SaveAsync(string table, string name, string definition, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            $"""
            INSERT INTO {table} (name, definition) VALUES ($1, $2::json)
            ON CONFLICT (name) DO UPDATE SET definition = excluded.definition
            """,
            [name, definition],
            cancellationToken
        );

    private async Task<bool> DeleteAsync(string table, string name, CancellationToken cancellationToken) =>
        await database
            .ExecuteAsync($"DELETE FROM {table} WHERE name = $1", [name], cancellationToken)
            .ConfigureAwait(false) > 0;

    private async Task<T?> FindAsync<T>(string table, string name, CancellationToken cancellationToken)
        where T : class =>
        await ReadAsync<T>(table, "name = $1", [name], cancellationToken).ConfigureAwait(false) is [var found]
            ? found
            : null;

    private Task<List<T>> ReadAsync<T>(
        string table,
        string condition,
        object?[] values,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync(
            $"SELECT name, definition FROM {table} WHERE {condition} ORDER BY name",
            values,
            reader =>
                StoredText.Read(
                    $"`{reader.GetString(0)}` among the {table} in `{database.Place}`",
                    () => TopologyJson.Read<T>(reader.GetString(1))
                ),
            cancellationToken
        );
}
