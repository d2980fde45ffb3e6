using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Baton.Agents.Sqlite.Files;

/// <summary>The one place that knows which driver is used and where the SQLite library comes from.</summary>
/// <remarks>A driver that brings its own library replaces the provider here and makes the resolver superfluous.</remarks>
internal static class SqliteDriver
{
    // The provider asks for this name; a bundled library has it, the system's has one of the others.
    private static readonly string[] _libraryNames =
        OperatingSystem.IsWindows() ? ["e_sqlite3", "winsqlite3", "sqlite3"]
        : OperatingSystem.IsMacOS() ? ["e_sqlite3", "libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"]
        : ["e_sqlite3", "libsqlite3.so.0", "libsqlite3.so"];

    private static readonly Lazy<bool> _provider = new(SetProvider);

    /// <summary>Opens a connection; the file is made when it is not there.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    /// <exception cref="SqliteFileException">There is no SQLite library on this system.</exception>
    public static SqliteConnection Open(string path, TimeSpan busyTimeout)
    {
        try
        {
            _ = _provider.Value;
            SqliteConnection connection = new(ConnectionString(path, busyTimeout));
            connection.Open();
            return connection;
        }
        catch (Exception exception) when (IsLibraryMissing(exception))
        {
            string message =
                $"SQLite's library is not on this system (looked for {string.Join(", ", _libraryNames)}); "
                + "install it (Debian: `apt-get install libsqlite3-0`)";
            throw new SqliteFileException(message, exception);
        }
    }

    /// <summary>Closes the idle connections to a file.</summary>
    public static void CloseIdle(string path, TimeSpan busyTimeout)
    {
        using SqliteConnection connection = new(ConnectionString(path, busyTimeout));
        SqliteConnection.ClearPool(connection);
    }

    private static string ConnectionString(string path, TimeSpan busyTimeout) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            Pooling = true,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(busyTimeout.TotalSeconds)),
        }.ConnectionString;

    private static bool SetProvider()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        foreach (string candidate in _libraryNames)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, searchPath, out IntPtr library))
            {
                return library;
            }
        }

        return IntPtr.Zero;
    }

    private static bool IsLibraryMissing(Exception exception) =>
        exception is DllNotFoundException
        || (
            exception is TypeInitializationException or TargetInvocationException
            && exception.InnerException is not null
            && IsLibraryMissing(exception.InnerException)
        );
}
