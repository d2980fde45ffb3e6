using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Baton.Topologies.Store;
using Npgsql;

namespace Baton.Topologies.Postgres;

/// <summary>A database: connections, durability, and the wait for a server that is away for a moment. Thread-safe.</summary>
/// <remarks>Whatever is run here may be run twice, when the server went away before it said that it was done.</remarks>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(NpgsqlDataSource source, string place, Durability durability)
    {
        _source = source;
        Place = place;
        Durability = durability;
    }

    /// <summary>Where it is, for errors.</summary>
    public string Place { get; }

    /// <summary>What a commit survives.</summary>
    public Durability Durability { get; }

    /// <summary>Connects, and brings the tables to this version's format.</summary>
    /// <exception cref="TopologyException">The database cannot be used.</exception>
    public static PostgresDatabase Open(string address, Durability durability)
    {
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Read(address);
        string place = PostgresAddress.Describe(settings);
        if (durability != Durability.Full)
        {
            settings.Options = $"{settings.Options} -c synchronous_commit=off".TrimStart();
        }

        NpgsqlDataSource source = NpgsqlDataSource.Create(settings);
        try
        {
            using NpgsqlConnection connection = source.OpenConnection();
            PostgresFormat.Prepare(connection, settings.SearchPath!.Split(',')[0].Trim(), place);
            return new PostgresDatabase(source, place, durability);
        }
        catch (NpgsqlException failure)
        {
            source.Dispose();
            throw PostgresFailure.Describe(failure, place);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    public Task<int> ExecuteAsync(string sql, object?[] values, CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, token) =>
            {
                using NpgsqlCommand command = Command(connection, sql, values);
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken
        );

    /// <summary>Runs a statement and reads the rows it yields.</summary>
    public Task<List<T>> ReadAsync<T>(
        string sql,
        object?[] values,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            async (connection, token) =>
            {
                using NpgsqlCommand command = Command(connection, sql, values);
                NpgsqlDataReader reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    List<T> rows = [];
                    while (await reader.ReadAsync(token).ConfigureAwait(false))
                    {
                        rows.Add(read(reader));
                    }

                    return rows;
                }
            },
            cancellationToken
        );

    /// <summary>Works with a connection, again and again while the server is away, up to the end of patience.</summary>
    /// <exception cref="TopologyException">The server refuses, or stays away.</exception>
    public async Task<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                NpgsqlConnection connection = await _source
                    .OpenConnectionAsync(cancellationToken)
                    .ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    return await work(connection, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (NpgsqlException failure)
                when (PostgresFailure.IsOutage(failure) && Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException failure)
            {
                throw PostgresFailure.Describe(failure, Place);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>A statement with its values, <c>$1</c> being the first.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Statements are constants; values are parameters")]
    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object?[] values)
    {
        NpgsqlCommand command = new(sql, connection);
        AddTo(command.Parameters, values);
        return command;
    }

    /// <summary>Adds values in order.</summary>
    public static void AddTo(NpgsqlParameterCollection parameters, object?[] values)
    {
        foreach (object? value in values)
        {
            parameters.Add(
                new NpgsqlParameter { Value = value is string text ? PostgresText.Clean(text) : value ?? DBNull.Value }
            );
        }
    }
}
