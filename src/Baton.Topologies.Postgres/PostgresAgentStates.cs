using System.Text.Json.Nodes;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Postgres;

/// <summary>What agents keep, in a database.</summary>
internal sealed class PostgresAgentStates(PostgresDatabase database) : IAgentStates
{
    public async Task<JsonObject?> ReadAsync(string agent, string key, CancellationToken cancellationToken)
    {
        List<JsonObject> found = await database
            .ReadAsync(
                "SELECT state FROM agent_instances WHERE agent = $1 AND key = $2",
                [agent, key],
                reader =>
                    StoredText.Read(
                        $"The state `{key}` of the agent `{agent}` in `{database.Place}`",
                        () => TopologyJson.Read<JsonObject>(reader.GetString(0))
                    ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return found is [var state] ? state : null;
    }

    public Task WriteAsync(string agent, string key, JsonObject state, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            INSERT INTO agent_instances (agent, key, state) VALUES ($1, $2, $3::json)
            ON CONFLICT (agent, key) DO UPDATE SET state = excluded.state
            """,
            [agent, key, TopologyJson.Write(state)],
            cancellationToken
        );

    public async Task<bool> ReplaceAsync(
        string agent,
        string key,
        JsonObject? read,
        JsonObject state,
        CancellationToken cancellationToken
    )
    {
        string written = TopologyJson.Write(state);
        int changed = read is null
            ? await database
                .ExecuteAsync(
                    "INSERT INTO agent_instances (agent, key, state) VALUES ($1, $2, $3::json) ON CONFLICT DO NOTHING",
                    [agent, key, written],
                    cancellationToken
                )
                .ConfigureAwait(false)
            : await database
                .ExecuteAsync(
                    "UPDATE agent_instances SET state = $3::json WHERE agent = $1 AND key = $2 AND state::text = $4",
                    [agent, key, written, TopologyJson.Write(read)],
                    cancellationToken
                )
                .ConfigureAwait(false);
        return changed == 1;
    }

    public Task RemoveAsync(string agent, string key, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "DELETE FROM agent_instances WHERE agent = $1 AND key = $2",
            [agent, key],
            cancellationToken
        );
}
