using Microsoft.Data.Sqlite;

namespace Baton.Agents.Sqlite.Files;

/// <summary>SQLite's result codes in words that say what to do.</summary>
internal static class SqliteFailure
{
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static string Describe(SqliteException exception, string path, SqliteFormat format) =>
        exception.SqliteErrorCode switch
        {
            Busy => $"`{path}` is locked by another process for too long; end it or use another file",
            ReadOnly => $"`{path}` cannot be written; make the file and its folder writable",
            Corrupt => $"`{path}` is damaged ({exception.Message}); put a backup in its place, "
                + "or save what can be read with SQLite's `.recover`",
            Full => $"The disk with `{path}` is full; make room and try again",
            CannotOpen => $"`{path}` cannot be opened; check that its folder is there and may be written",
            NotADatabase => NotSqlite(path, format),
            _ => $"`{path}` cannot be used: {exception.Message}",
        };

    public static string NotSqlite(string path, SqliteFormat format) =>
        $"`{path}` is not a SQLite file; name another file for the {format.Name}";
}
