using System.Data.Common;
using Baton.Topologies.Store;

namespace Baton.Topologies.Postgres;

/// <summary>Rows of a database.</summary>
internal sealed class PostgresRows(string place) : StoredRows(place)
{
    protected override DateTimeOffset Time(DbDataReader row, int column) => new(row.GetDateTime(column), TimeSpan.Zero);

    protected override TimeSpan Duration(DbDataReader row, int column) => row.GetFieldValue<TimeSpan>(column);
}
