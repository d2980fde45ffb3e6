using System.Net.Sockets;
using Npgsql;

namespace Baton.Topologies.Postgres;

/// <summary>PostgreSQL's errors in words that say what to do.</summary>
internal static class PostgresFailure
{
    /// <summary>Whether the same may succeed when it is tried again: the server is away, starts or stops.</summary>
    public static bool IsOutage(NpgsqlException failure) =>
        failure is PostgresException { SqlState: { } state }
            ? state[..2] is "08"
                || state
                    is PostgresErrorCodes.AdminShutdown
                        or PostgresErrorCodes.CrashShutdown
                        or PostgresErrorCodes.CannotConnectNow
                        or PostgresErrorCodes.TooManyConnections
                        or PostgresErrorCodes.SerializationFailure
                        or PostgresErrorCodes.DeadlockDetected
            : failure.IsTransient || failure.InnerException is IOException or SocketException;

    public static TopologyException Describe(NpgsqlException failure, string place) =>
        new(
            failure is PostgresException answer
                ? Describe(answer, place)
                : $"PostgreSQL at `{place}` cannot be reached ({Words(failure)}); check that it runs and that the address is right",
            failure
        );

    private static string Describe(PostgresException answer, string place) =>
        answer.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"PostgreSQL at `{place}` does not let this user in; check user and password of the address",
            PostgresErrorCodes.InvalidCatalogName =>
                $"PostgreSQL at `{place}` has no such database; make it with `createdb` or name another",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"PostgreSQL at `{place}` does not allow this ({answer.MessageText}); grant the user the right to it",
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                $"PostgreSQL at `{place}` cannot be written: it is read-only; name the primary server",
            PostgresErrorCodes.DiskFull => $"The disk of PostgreSQL at `{place}` is full; make room and try again",
            PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow =>
                $"PostgreSQL at `{place}` is starting or stopping; try again when it runs",
            _ => $"PostgreSQL at `{place}` refuses: {answer.MessageText} ({answer.SqlState})",
        };

    private static string Words(NpgsqlException failure) => (failure.InnerException ?? failure).Message;
}
