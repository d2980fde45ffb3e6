using Microsoft.Data.Sqlite;

namespace Baton.Agents.Sqlite.Files;

/// <summary>Sets connections up and brings files to the version of their format.</summary>
internal static class SqliteSchema
{
    private const int SmallestPage = 512;

    /// <summary>Sets what holds for one connection only.</summary>
    public static void Configure(SqliteConnection connection, TimeSpan busyTimeout) =>
        connection.Execute($"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}; PRAGMA synchronous = FULL;");

    /// <summary>Makes the tables in a new file, migrates an older one, and refuses what is not of the format.</summary>
    /// <exception cref="SqliteFileException">The file is another program's, or a later version's.</exception>
    public static void Prepare(SqliteConnection connection, string path, SqliteFormat format)
    {
        RefuseFragment(path, format);
        // Without a transaction the header could be read while another process writes it.
        using (SqliteTransaction reading = connection.BeginTransaction(deferred: true))
        {
            if (CurrentVersion(connection, path, format) == format.Version)
            {
                return;
            }
        }

        connection.Execute("PRAGMA journal_mode = WAL;");
        using SqliteTransaction transaction = connection.BeginTransaction();
        // Another process may have been faster.
        int version = CurrentVersion(connection, path, format);
        foreach (string migration in format.Migrations.Skip(version))
        {
            connection.Execute(migration);
        }

        connection.Execute($"PRAGMA application_id = {format.ApplicationId}; PRAGMA user_version = {format.Version};");
        transaction.Commit();
    }

    // SQLite takes a file shorter than its smallest page for an empty one and would write over it.
    private static void RefuseFragment(string path, SqliteFormat format)
    {
        FileInfo file = new(path);
        if (file is { Exists: true, Length: > 0 and < SmallestPage })
        {
            throw new SqliteFileException(SqliteFailure.NotSqlite(path, format));
        }
    }

    private static int CurrentVersion(SqliteConnection connection, string path, SqliteFormat format)
    {
        long applicationId = connection.Number("PRAGMA application_id;");
        long version = connection.Number("PRAGMA user_version;");
        bool isNew =
            applicationId == 0 && version == 0 && connection.Number("SELECT COUNT(*) FROM sqlite_schema;") == 0;
        if (!isNew && applicationId != format.ApplicationId)
        {
            throw new SqliteFileException(
                $"`{path}` is a SQLite file of another program; name another file for the {format.Name}"
            );
        }

        if (version > format.Version)
        {
            throw new SqliteFileException(
                $"`{path}` has version {version} of the format for {format.Name}, and this Baton knows up to "
                    + $"{format.Version}; use a newer Baton or another file"
            );
        }

        return (int)version;
    }
}
