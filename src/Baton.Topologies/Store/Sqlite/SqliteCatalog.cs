using Baton.Agents.Sqlite.Files;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>Agents and topologies in a file, each as one JSON text.</summary>
internal sealed class SqliteCatalog(SqliteDatabase database) : ICatalog
{
    private const string Agents = "agent_types";
    private const string Topologies = "topologies";

    public Task SaveAgentAsync(AgentType agent, CancellationToken cancellationToken) =>
        SaveAsync(Agents, agent.Name, TopologyJson.Write(agent));

    public Task<AgentType?> FindAgentAsync(string name, CancellationToken cancellationToken) =>
        FindAsync<AgentType>(Agents, name, cancellationToken);

    public Task<IReadOnlyList<AgentType>> ListAgentsAsync(AgentRole? role, CancellationToken cancellationToken) =>
        role is { } wanted
            ? ReadAsync<AgentType>(Agents, "role", StoredText.Word(wanted), cancellationToken)
            : ReadAsync<AgentType>(Agents, "1", 1, cancellationToken);

    public Task<bool> DeleteAgentAsync(string name, CancellationToken cancellationToken) => DeleteAsync(Agents, name);

    public Task SaveTopologyAsync(Topology topology, CancellationToken cancellationToken) =>
        SaveAsync(Topologies, topology.Name, TopologyJson.Write(topology));

    public Task<Topology?> FindTopologyAsync(string name, CancellationToken cancellationToken) =>
        FindAsync<Topology>(Topologies, name, cancellationToken);

    public Task<IReadOnlyList<Topology>> ListTopologiesAsync(CancellationToken cancellationToken) =>
        ReadAsync<Topology>(Topologies, "1", 1, cancellationToken);

    public Task<bool> DeleteTopologyAsync(string name, CancellationToken cancellationToken) =>
        DeleteAsync(Topologies, name);

    private Task SaveAsync(string table, string name, string definition) =>
        database.CommitAsync(() =>
        {
            database.Writer.Execute(
                $"""
                INSERT INTO {table} (name, definition) VALUES ($name, $definition)
                ON CONFLICT (name) DO UPDATE SET definition = excluded.definition;
                """,
                ("$name", name),
                ("$definition", definition)
            );
        });

    private Task<bool> DeleteAsync(string table, string name) =>
        database.CommitAsync(() =>
            database.Writer.Execute($"DELETE FROM {table} WHERE name = $name;", ("$name", name)) > 0
        );

    private async Task<T?> FindAsync<T>(string table, string name, CancellationToken cancellationToken)
        where T : class =>
        await ReadAsync<T>(table, "name", name, cancellationToken).ConfigureAwait(false) is [var found] ? found : null;

    private Task<IReadOnlyList<T>> ReadAsync<T>(
        string table,
        string column,
        object value,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<T>>(
            connection =>
            {
                using SqliteCommand command = connection.Statement(
                    $"SELECT name, definition FROM {table} WHERE {column} = $value ORDER BY name;",
                    ("$value", value)
                );
                using SqliteDataReader reader = command.ExecuteReader();
                List<T> found = [];
                while (reader.Read())
                {
                    found.Add(
                        StoredText.Read(
                            $"`{reader.GetString(0)}` among the {table} in `{database.Path}`",
                            () => TopologyJson.Read<T>(reader.GetString(1))
                        )
                    );
                }

                return found;
            },
            cancellationToken
        );
}
