using Baton.Agents.Sqlite.Files;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>The tables of a file of topologies.</summary>
internal static class TopologyFormat
{
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

    // Steps are the journal and the messages and results at once: one short row, appended to the end of its execution.
    // Its key holds both, because a row by a key of two columns may use a quarter of a page alone. What an execution was
    // given stands by itself, because a change to a row writes all of it again.
    // Definitions are one JSON text each; what else is shown of them are views and computed columns of it.
    private const string Version2 = """
        CREATE TABLE execution_definitions (
            key        INTEGER PRIMARY KEY, -- the execution's
            definition TEXT NOT NULL,       -- JSON: topology, agents, config
            input      TEXT NOT NULL        -- JSON
        ) STRICT;
        INSERT INTO execution_definitions SELECT key, definition, input FROM executions;
        ALTER TABLE executions DROP COLUMN definition;
        ALTER TABLE executions DROP COLUMN input;
        ALTER TABLE executions ADD COLUMN cancel_wanted INTEGER NOT NULL DEFAULT 0;
        DROP VIEW messages;
        ALTER TABLE steps RENAME TO steps_1;
        CREATE TABLE steps (
            key        INTEGER PRIMARY KEY, -- the execution's key, shifted left by 32 bits, and seq
            execution  INTEGER GENERATED ALWAYS AS (key >> 32) VIRTUAL,
            seq        INTEGER GENERATED ALWAYS AS (key & 4294967295) VIRTUAL, -- from 1, in the order in which steps ended
            path       TEXT NOT NULL,
            slot       TEXT NOT NULL,
            agent      TEXT NOT NULL,
            input      TEXT NOT NULL,
            output     TEXT,
            error      TEXT,
            attempts   INTEGER NOT NULL,
            usage      TEXT,             -- JSON
            started_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
            duration   INTEGER NOT NULL  -- microseconds
        ) STRICT;
        INSERT INTO steps (key, path, slot, agent, input, output, error, attempts, usage, started_at, duration)
            SELECT (execution << 32) | seq, path, slot, agent, input, output, error, attempts, usage, started_at, duration
            FROM steps_1 ORDER BY execution, seq;
        DROP TABLE steps_1;
        CREATE VIEW messages AS
            SELECT e.id AS execution_id, s.seq * 2 - 1 AS seq, 'request' AS type, 'topology' AS sender, s.slot AS recipient,
                s.path, s.input AS content
            FROM executions e JOIN steps s ON s.key > e.key << 32 AND s.key < (e.key + 1) << 32
            UNION ALL
            SELECT e.id, s.seq * 2, 'response', s.slot, 'topology', s.path, s.output
            FROM executions e JOIN steps s ON s.key > e.key << 32 AND s.key < (e.key + 1) << 32
            WHERE s.output IS NOT NULL;
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

    // Most of what a step is given the step before was given, too. It is told by that one, never by one that is not committed;
    // the view tells it whole, from the last step that stands whole on.
    private const string Version3 = """
        ALTER TABLE steps ADD COLUMN follows INTEGER NOT NULL DEFAULT 0; -- 1: input is told by the step before
        DROP VIEW messages;
        CREATE VIEW step_inputs AS
            SELECT s.key, CASE s.follows WHEN 0 THEN s.input ELSE (
                WITH RECURSIVE told (key, input, output) AS (
                    SELECT w.key, w.input, w.output FROM steps w
                    WHERE w.key = (SELECT MAX(b.key) FROM steps b WHERE b.key < s.key AND b.follows = 0)
                    UNION ALL
                    SELECT n.key, (
                        SELECT group_concat(CASE p.type WHEN 'array'
                            THEN substr(t.input || COALESCE(t.output, ''), json_extract(p.value, '$[0]') + 1,
                                json_extract(p.value, '$[1]'))
                            ELSE p.value END, '')
                        FROM json_each(n.input) p), n.output
                    FROM told t JOIN steps n ON n.key = t.key + 1 WHERE t.key < s.key)
                SELECT input FROM told WHERE key = s.key) END AS input
            FROM steps s;
        CREATE VIEW messages AS
            SELECT e.id AS execution_id, s.seq * 2 - 1 AS seq, 'request' AS type, 'topology' AS sender, s.slot AS recipient,
                s.path, i.input AS content
            FROM executions e JOIN steps s ON s.key > e.key << 32 AND s.key < (e.key + 1) << 32
                JOIN step_inputs i ON i.key = s.key
            UNION ALL
            SELECT e.id, s.seq * 2, 'response', s.slot, 'topology', s.path, s.output
            FROM executions e JOIN steps s ON s.key > e.key << 32 AND s.key < (e.key + 1) << 32
            WHERE s.output IS NOT NULL;
        """;

    /// <summary>The format this Baton writes.</summary>
    public static SqliteFormat Current { get; } =
        new("topologies", ApplicationId: 0x42_54_6F_70, [Version1, Version2, Version3]);
}
