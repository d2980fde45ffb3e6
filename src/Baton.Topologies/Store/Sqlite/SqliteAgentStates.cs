using System.Text.Json.Nodes;
using Baton.Agents.Sqlite.Files;
using Baton.Topologies.Execution;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>What agents keep, in a file.</summary>
internal sealed class SqliteAgentStates(SqliteDatabase database) : IAgentStates
{
    public Task<JsonObject?> ReadAsync(string agent, string key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                using SqliteCommand command = connection.Statement(
                    "SELECT state FROM agent_instances WHERE agent = $agent AND key = $key;",
                    ("$agent", agent),
                    ("$key", key)
                );
                return command.ExecuteScalar() is string state
                    ? StoredText.Read(
                        $"The state `{key}` of the agent `{agent}` in `{database.Path}`",
                        () => TopologyJson.Read<JsonObject>(state)
                    )
                    : null;
            },
            cancellationToken
        );

    public Task WriteAsync(string agent, string key, JsonObject state, CancellationToken cancellationToken)
    {
        string written = TopologyJson.Write(state);
        return database.CommitAsync(() =>
        {
            database.Writer.Execute(
                """
                INSERT INTO agent_instances (agent, key, state) VALUES ($agent, $key, $state)
                ON CONFLICT (agent, key) DO UPDATE SET state = excluded.state;
                """,
                ("$agent", agent),
                ("$key", key),
                ("$state", written)
            );
        });
    }

    public Task<bool> ReplaceAsync(
        string agent,
        string key,
        JsonObject? read,
        JsonObject state,
        CancellationToken cancellationToken
    )
    {
        string written = TopologyJson.Write(state);
        return database.CommitAsync(() =>
            (
                read is null
                    ? database.Writer.Execute(
                        "INSERT INTO agent_instances (agent, key, state) VALUES ($agent, $key, $state) ON CONFLICT DO NOTHING;",
                        ("$agent", agent),
                        ("$key", key),
                        ("$state", written)
                    )
                    : database.Writer.Execute(
                        "UPDATE agent_instances SET state = $state WHERE agent = $agent AND key = $key AND state = $read;",
                        ("$agent", agent),
                        ("$key", key),
                        ("$state", written),
                        ("$read", TopologyJson.Write(read))
                    )
            ) == 1
        );
    }

    public Task RemoveAsync(string agent, string key, CancellationToken cancellationToken) =>
        database.CommitAsync(() =>
        {
            database.Writer.Execute(
                "DELETE FROM agent_instances WHERE agent = $agent AND key = $key;",
                ("$agent", agent),
                ("$key", key)
            );
        });
}
