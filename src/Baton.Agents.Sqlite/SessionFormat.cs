using Baton.Agents.Sqlite.Files;

namespace Baton.Agents.Sqlite;

/// <summary>The tables of a file of sessions.</summary>
internal static class SessionFormat
{
    private const string Version1 = """
        CREATE TABLE session (
            key        INTEGER PRIMARY KEY,
            id         TEXT NOT NULL UNIQUE,
            created_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE message (
            session  INTEGER NOT NULL REFERENCES session (key) ON DELETE CASCADE,
            position INTEGER NOT NULL, -- from 1, without gaps
            json     TEXT NOT NULL,    -- a ChatMessage of Microsoft.Extensions.AI
            PRIMARY KEY (session, position)
        ) STRICT;
        """;

    /// <summary>The format this Baton writes.</summary>
    public static SqliteFormat Current { get; } = new("sessions", ApplicationId: 0x42_53_65_73, [Version1]);
}
