using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;

namespace Baton.Topologies.Postgres;

/// <summary>The tables of topologies, in a schema of their own, and the way from each version to the next.</summary>
internal static class PostgresFormat
{
    // Any number of our own: whoever prepares the tables waits here for another who does.
    private const long PreparationLock = 0x4261_746F_6E;

    private const string Version1 = """
        CREATE TABLE executions (
            key            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id             text NOT NULL UNIQUE,
            topology_name  text NOT NULL,
            definition     json NOT NULL, -- topology, agents, config
            input          json NOT NULL,
            status         text NOT NULL,
            output         json,
            error          text,
            runner_type    text NOT NULL,
            correlation_id text,
            started_at     timestamptz NOT NULL,
            completed_at   timestamptz,
            lease_owner    text,
            lease_until    timestamptz,
            cancel_wanted  boolean NOT NULL DEFAULT false,
            ended_by       text
        );
        CREATE INDEX executions_by_start ON executions (started_at);
        CREATE TABLE steps (
            execution  bigint NOT NULL,
            seq        bigint NOT NULL, -- from 1, in the order in which steps ended
            path       text NOT NULL,
            slot       text NOT NULL,
            agent      text NOT NULL,
            input      text NOT NULL,
            output     text,
            error      text,
            attempts   integer NOT NULL,
            usage      json,
            started_at timestamptz NOT NULL,
            duration   interval NOT NULL,
            PRIMARY KEY (execution, seq)
        );
        CREATE VIEW messages AS
            SELECT e.id AS execution_id, s.seq * 2 - 1 AS seq, 'request' AS type, 'topology' AS sender, s.slot AS recipient,
                s.path, s.input AS content FROM steps s JOIN executions e ON e.key = s.execution
            UNION ALL
            SELECT e.id, s.seq * 2, 'response', s.slot, 'topology', s.path, s.output
            FROM steps s JOIN executions e ON e.key = s.execution WHERE s.output IS NOT NULL;
        CREATE VIEW results AS
            SELECT id AS execution_id, topology_name, status, output, error, completed_at FROM executions
            WHERE completed_at IS NOT NULL;
        CREATE TABLE agent_types (
            name        text COLLATE "C" PRIMARY KEY,
            definition  json NOT NULL,
            role        text GENERATED ALWAYS AS (definition ->> 'role') STORED,
            description text GENERATED ALWAYS AS (definition ->> 'description') STORED,
            version     text GENERATED ALWAYS AS (definition ->> 'version') STORED
        );
        CREATE TABLE agent_instances (
            agent text NOT NULL,
            key   text NOT NULL, -- what it is: for example memory
            state json NOT NULL,
            PRIMARY KEY (agent, key)
        );
        CREATE TABLE topologies (
            name        text COLLATE "C" PRIMARY KEY,
            definition  json NOT NULL,
            type        text GENERATED ALWAYS AS (definition #>> '{config,type}') STORED,
            description text GENERATED ALWAYS AS (definition ->> 'description') STORED,
            version     text GENERATED ALWAYS AS (definition ->> 'version') STORED
        );
        CREATE VIEW topology_memberships AS
            SELECT t.name AS topology, m.key AS slot, COALESCE(m.value ->> 'agent', m.key) AS agent,
                (m.value ->> 'position')::integer AS position, (m.value ->> 'weight')::double precision AS weight,
                m.value -> 'config_overrides' AS config_overrides
            FROM topologies t, json_each(t.definition -> 'members') m;
        CREATE TABLE approvals (
            execution   text NOT NULL, -- the execution's id
            seq         bigint GENERATED ALWAYS AS IDENTITY, -- the order of asking
            path        text NOT NULL,
            slot        text NOT NULL,
            agent       text NOT NULL,
            question    text NOT NULL,
            context     text NOT NULL,
            asked_at    timestamptz NOT NULL,
            deadline    timestamptz,
            is_approved boolean, -- absent while nobody answered
            comment     text,
            decided_by  text,
            decided_at  timestamptz,
            PRIMARY KEY (execution, path)
        );
        """;

    // A script that was released never changes.
    private static readonly string[] _migrations = [Version1];

    /// <summary>Makes the tables, migrates older ones, and refuses those of a later version.</summary>
    /// <exception cref="TopologyException">They are a later version's.</exception>
    public static void Prepare(NpgsqlConnection connection, string schema, string place)
    {
        if (Version(connection, schema) == _migrations.Length)
        {
            return;
        }

        using NpgsqlTransaction transaction = connection.BeginTransaction();
        Execute(
            connection,
            string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({PreparationLock})")
        );
        // Another process may have been faster.
        int version = Version(connection, schema);
        if (version > _migrations.Length)
        {
            throw new TopologyException(
                $"The schema `{schema}` of `{place}` has version {version} of the format for topologies, and this Baton "
                    + $"knows up to {_migrations.Length}; use a newer Baton or another database"
            );
        }

        string quoted = $"\"{schema.Replace("\"", "\"\"")}\"";
        Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {quoted}; SET LOCAL search_path TO {quoted}");
        foreach (string migration in _migrations.Skip(version))
        {
            Execute(connection, migration);
        }

        Execute(
            connection,
            $"""
            CREATE TABLE IF NOT EXISTS baton_format (version integer NOT NULL);
            DELETE FROM baton_format;
            INSERT INTO baton_format VALUES ({_migrations.Length});
            """
        );
        transaction.Commit();
    }

    private static int Version(NpgsqlConnection connection, string schema)
    {
        using NpgsqlCommand there = new(
            "SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = 'baton_format'",
            connection
        )
        {
            Parameters = { new NpgsqlParameter { Value = schema } },
        };
        if (there.ExecuteScalar() is null)
        {
            return 0;
        }

        using NpgsqlCommand version = new("SELECT version FROM baton_format", connection);
        return (int?)version.ExecuteScalar() ?? 0;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Statements are constants but for a quoted name")]
    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }
}
