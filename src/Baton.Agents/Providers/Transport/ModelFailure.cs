using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace Baton.Agents.Providers.Transport;

/// <summary>Why one attempt failed, before it is known whether there will be another.</summary>
/// <param name="Kind">One of <see cref="ErrorKind"/>'s words.</param>
/// <param name="Message">What happened, without the server's name.</param>
internal sealed record ModelFailure(string Kind, string Message)
{
    public int? Status { get; init; }

    public string? ServerMessage { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public bool IsTransient { get; init; }

    public Exception? Cause { get; init; }

    /// <summary>What an exception of the connection or of reading the answer means, or nothing for another exception.</summary>
    public static ModelFailure? Of(Exception exception) =>
        exception switch
        {
            HttpRequestException request => OfRequest(request),
            JsonException json => new ModelFailure(ErrorKind.Protocol, $"the answer is not JSON: {json.Message}")
            {
                Cause = json,
            },
            ModelProtocolException protocol => new ModelFailure(ErrorKind.Protocol, protocol.Message),
            IOException io => Lost(io.Message, io),
            _ => null,
        };

    /// <summary>A connection that broke after it was made.</summary>
    public static ModelFailure Lost(string message, Exception? cause = null) =>
        new(ErrorKind.ConnectionLost, $"the connection broke: {message}") { IsTransient = true, Cause = cause };

    /// <summary>An attempt that took too long.</summary>
    public static ModelFailure TimedOut(TimeSpan timeout) =>
        new(
            ErrorKind.Timeout,
            string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds:0.###} s")
        )
        {
            IsTransient = true,
        };

    /// <summary>The exception for a call that is given up.</summary>
    public ModelException ToException(ModelEndpoint endpoint, string path, int attempts)
    {
        string tries = attempts > 1 ? $" (after {attempts} attempts)" : string.Empty;
        string message = $"{endpoint.Name} at {endpoint.Shown(path)}: {Message}{tries}";
        return new ModelException(Kind, endpoint.Redact(message), Cause)
        {
            Status = Status,
            ServerMessage = ServerMessage is null ? null : endpoint.Redact(ServerMessage),
            RetryAfter = RetryAfter,
            IsTransient = IsTransient,
            Attempts = attempts,
        };
    }

    private static ModelFailure OfRequest(HttpRequestException request)
    {
        SocketError? socket = (request.InnerException as SocketException)?.SocketErrorCode;
        return request.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new ModelFailure(
                ErrorKind.Dns,
                "the host name has no address; check the base URL and the network"
            )
            {
                IsTransient = socket == SocketError.TryAgain,
                Cause = request,
            },
            HttpRequestError.ConnectionError => new ModelFailure(
                ErrorKind.Refused,
                $"nobody answers there ({socket?.ToString() ?? request.Message}); check that the server runs"
            )
            {
                IsTransient = true,
                Cause = request,
            },
            HttpRequestError.SecureConnectionError => new ModelFailure(
                ErrorKind.Tls,
                $"no secure connection could be agreed on: {request.InnerException?.Message ?? request.Message}"
            )
            {
                Cause = request,
            },
            HttpRequestError.InvalidResponse => new ModelFailure(ErrorKind.Protocol, request.Message)
            {
                IsTransient = true,
                Cause = request,
            },
            _ => Lost(request.Message, request),
        };
    }
}
