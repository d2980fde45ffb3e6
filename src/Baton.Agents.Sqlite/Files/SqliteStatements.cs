using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Baton.Agents.Sqlite.Files;

/// <summary>Short forms of running a statement.</summary>
internal static class SqliteStatements
{
    extension(SqliteConnection connection)
    {
        /// <summary>Prepares a statement inside the open transaction.</summary>
        [SuppressMessage("Security", "CA2100", Justification = "Statements are constants; values are parameters")]
        public SqliteCommand Statement(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
        {
            SqliteCommand command = connection.CreateCommand();
            command.CommandText = sql;
            foreach ((string name, object value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            return command;
        }

        /// <summary>Runs a statement and returns how many rows it changed.</summary>
        public int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
        {
            using SqliteCommand command = connection.Statement(sql, parameters);
            return command.ExecuteNonQuery();
        }

        /// <summary>Runs a query for one whole number.</summary>
        public long Number(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
        {
            using SqliteCommand command = connection.Statement(sql, parameters);
            return (long)command.ExecuteScalar()!;
        }
    }
}
