using Baton.Agents.Sqlite.Files;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>The tables of a file of topologies.</summary>
internal static class TopologyFormat
{
    // Steps are the journal and the messages and results at once: one short row, appended to the end of one table.
    private const string Version1 = """
        CREATE TABLE executions (
            key            INTEGER PRIMARY KEY,
            id             TEXT NOT NULL UNIQUE,
            topology_name  TEXT NOT NULL,
            definition     TEXT NOT NULL, -- JSON: topology, agents, config
            input          TEXT NOT NULL, -- JSON
            status         TEXT NOT NULL,
            output         TEXT,          -- JSON
            error          TEXT,
            runner_type    TEXT NOT NULL,
            correlation_id TEXT,
            started_at     INTEGER NOT NULL, -- milliseconds since 1970, UTC
            completed_at   INTEGER,
            lease_owner    TEXT,
            lease_until    INTEGER
        ) STRICT;
        CREATE TABLE steps (
            execution INTEGER NOT NULL,
            seq       INTEGER NOT NULL, -- from 1, in the order in which steps ended
            path      TEXT NOT NULL,
            slot      TEXT NOT NULL,
            agent     TEXT NOT NULL,
            input     TEXT NOT NULL,
            output    TEXT,
            error     TEXT,
            attempts  INTEGER NOT NULL,
            usage     TEXT,             -- JSON
            started_at INTEGER NOT NULL,
            duration   INTEGER NOT NULL, -- microseconds
            PRIMARY KEY (execution, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE VIEW messages AS
            SELECT e.id AS execution_id, s.seq * 2 - 1 AS seq, 'request' AS type, 'topology' AS sender, s.slot AS recipient,
                s.path, s.input AS content FROM steps s JOIN executions e ON e.key = s.execution
            UNION ALL
            SELECT e.id, s.seq * 2, 'response', s.slot, 'topology', s.path, s.output
            FROM steps s JOIN executions e ON e.key = s.execution WHERE s.output IS NOT NULL;
        CREATE VIEW results AS
            SELECT id AS execution_id, topology_name, status, output, error, completed_at FROM executions
            WHERE completed_at IS NOT NULL;
        """;

    // Definitions are one JSON text each; what else is shown of them are views and computed columns of it.
    private const string Version2 = """
        ALTER TABLE executions ADD COLUMN cancel_wanted INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX executions_by_start ON executions (started_at);
        CREATE TABLE agent_types (
            name        TEXT PRIMARY KEY,
            definition  TEXT NOT NULL, -- JSON
            role        TEXT GENERATED ALWAYS AS (json_extract(definition, '$.role')) VIRTUAL,
            description TEXT GENERATED ALWAYS AS (json_extract(definition, '$.description')) VIRTUAL,
            version     TEXT GENERATED ALWAYS AS (json_extract(definition, '$.version')) VIRTUAL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE agent_instances (
            agent TEXT NOT NULL,
            key   TEXT NOT NULL, -- what it is: for example memory
            state TEXT NOT NULL, -- JSON
            PRIMARY KEY (agent, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE topologies (
            name        TEXT PRIMARY KEY,
            definition  TEXT NOT NULL, -- JSON
            type        TEXT GENERATED ALWAYS AS (json_extract(definition, '$.config.type')) VIRTUAL,
            description TEXT GENERATED ALWAYS AS (json_extract(definition, '$.description')) VIRTUAL,
            version     TEXT GENERATED ALWAYS AS (json_extract(definition, '$.version')) VIRTUAL
        ) STRICT, WITHOUT ROWID;
        CREATE VIEW topology_memberships AS
            SELECT t.name AS topology, m.key AS slot, COALESCE(json_extract(m.value, '$.agent'), m.key) AS agent,
                json_extract(m.value, '$.position') AS position, json_extract(m.value, '$.weight') AS weight,
                json_extract(m.value, '$.config_overrides') AS config_overrides
            FROM topologies t, json_each(t.definition, '$.members') m;
        CREATE TABLE approvals (
            execution   TEXT NOT NULL, -- the execution's id
            seq         INTEGER NOT NULL, -- from 1, in the order of asking
            path        TEXT NOT NULL,
            slot        TEXT NOT NULL,
            agent       TEXT NOT NULL,
            question    TEXT NOT NULL,
            context     TEXT NOT NULL,
            asked_at    INTEGER NOT NULL, -- milliseconds since 1970, UTC
            deadline    INTEGER,
            is_approved INTEGER,          -- absent while nobody answered
            comment     TEXT,
            decided_by  TEXT,
            decided_at  INTEGER,
            PRIMARY KEY (execution, path)
        ) STRICT, WITHOUT ROWID;
        """;

    /// <summary>The format this Baton writes.</summary>
    public static SqliteFormat Current { get; } = new("topologies", ApplicationId: 0x42_54_6F_70, [Version1, Version2]);
}
