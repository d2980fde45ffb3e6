using System.Data.Common;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>Rows of a file: times are milliseconds since 1970, spans of time are microseconds.</summary>
internal sealed class SqliteRows(string path) : StoredRows(path)
{
    protected override DateTimeOffset Time(DbDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    protected override TimeSpan Duration(DbDataReader row, int column) =>
        TimeSpan.FromMicroseconds(row.GetInt64(column));
}
