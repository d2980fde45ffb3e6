using System.Net.Sockets;
using System.Security.Authentication;
using Baton.Agents;
using Baton.Targets.Queues.Redis.Resp;

namespace Baton.Targets.Queues.Redis;

/// <summary>Turns what goes wrong between Baton and a Redis server into the words errors are counted by.</summary>
internal static class RedisFailure
{
    /// <summary>The server could not be connected to.</summary>
    public static AgentError Connecting(Exception exception, RedisAddress address) =>
        exception switch
        {
            SocketException
            {
                SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
            } => new AgentError(ErrorKind.Dns, $"the name `{address.Host}` has no address; check `queue.redis.url`")
            {
                IsTransient = true,
            },
            SocketException or OperationCanceledException => new AgentError(
                ErrorKind.Refused,
                $"nobody listens at {address} ({(exception is SocketException ? exception.Message : "no answer in time")}); "
                    + "start it with `redis-server` or check `queue.redis.url`"
            )
            {
                IsTransient = true,
            },
            AuthenticationException => new AgentError(
                ErrorKind.Tls,
                $"no secure connection to {address}: {(exception.InnerException ?? exception).Message}; check the "
                    + "certificate and the scheme of `queue.redis.url`, or set `queue.redis.verify_tls: false`"
            ),
            RespConnectionException { IsProtocol: true } => new AgentError(
                ErrorKind.Protocol,
                $"{address} does not speak the Redis protocol: {exception.Message}; check the port and the scheme of `queue.redis.url`"
            ),
            _ => Lost(exception, address),
        };

    /// <summary>The connection broke after it was made, and the server did not come back in time.</summary>
    public static AgentError Lost(Exception exception, RedisAddress address) =>
        new(ErrorKind.ConnectionLost, $"the connection to {address} broke: {exception.Message}") { IsTransient = true };

    /// <summary>Whether an error of the server passes by itself: it loads its data, or is about to hand over.</summary>
    public static bool Passes(RespValue error) => Code(error) is "LOADING" or "MASTERDOWN" or "BUSY" or "TRYAGAIN";

    /// <summary>The server refused a command.</summary>
    /// <param name="error">What it said.</param>
    /// <param name="address">The server.</param>
    /// <param name="key">The key the command was about, or <see langword="null"/>.</param>
    public static AgentError Refused(RespValue error, RedisAddress address, string? key = null)
    {
        string about = key is null ? address.ToString() : $"`{key}` at {address}";
        return Code(error) switch
        {
            "WRONGPASS" or "NOAUTH" or "NOPERM" => new AgentError(
                ErrorKind.Unauthorized,
                $"{address} does not let Baton in: {error.Text}; check user and password in `queue.redis.url`"
            ),
            "WRONGTYPE" => new AgentError(
                ErrorKind.Protocol,
                $"{about} is of another type than `queue.redis.mode` says; name another key or change the mode"
            ),
            _ when error.Text.Contains("without any password", StringComparison.Ordinal) => new AgentError(
                ErrorKind.Unauthorized,
                $"{address} knows no password, but `queue.redis.url` has one; leave it out: {error.Text}"
            ),
            _ when error.Text.Contains("unknown command", StringComparison.OrdinalIgnoreCase) => new AgentError(
                ErrorKind.Protocol,
                $"{address} is too old: {error.Text}; Redis 6.2 or newer is needed"
            ),
            _ => new AgentError(ErrorKind.Protocol, $"{about} refused: {error.Text}"),
        };
    }

    private static string Code(RespValue error)
    {
        string text = error.Text;
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? text : text[..space];
    }
}
