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
}
