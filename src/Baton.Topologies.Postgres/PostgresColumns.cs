using Npgsql;

namespace Baton.Topologies.Postgres;

/// <summary>Columns in the forms in which the tables keep them.</summary>
internal static class PostgresColumns
{
    extension(NpgsqlDataReader reader)
    {
        /// <summary>A text that may be absent.</summary>
        public string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        /// <summary>A time, UTC.</summary>
        public DateTimeOffset Time(int column) => new(reader.GetDateTime(column), TimeSpan.Zero);

        /// <summary>A time that may be absent.</summary>
        public DateTimeOffset? TimeOrNone(int column) => reader.IsDBNull(column) ? null : reader.Time(column);
    }
}
