using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>Columns in the forms in which the tables keep them.</summary>
internal static class SqliteColumns
{
    extension(SqliteDataReader reader)
    {
        /// <summary>A text that may be absent.</summary>
        public string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        /// <summary>A time, kept as milliseconds since 1970.</summary>
        public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

        /// <summary>A time that may be absent.</summary>
        public DateTimeOffset? TimeOrNone(int column) => reader.IsDBNull(column) ? null : reader.Time(column);
    }
}
