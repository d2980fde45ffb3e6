using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Streaming;

namespace Baton.Targets.WebSockets;

/// <summary>Turns what went wrong on a connection into the words errors are counted by.</summary>
internal static class WebSocketFailure
{
    private static readonly string _unnamedFault = new WebSocketException(WebSocketError.Faulted).Message;

    /// <summary>What an exception of a read says about the connection.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="state">The connection's state after it.</param>
    public static LostReceived Lost(Exception exception, WebSocketState state)
    {
        if (
            exception is not WebSocketException { WebSocketErrorCode: WebSocketError.Faulted }
            || IsTransport(exception)
        )
        {
            Exception cause = exception.GetBaseException();
            string reason =
                cause is not WebSocketException ? cause.Message.TrimEnd('.')
                : cause == exception ? "it ended without a close frame"
                : "no ping was answered within `websocket.ping_timeout`";
            return new LostReceived(reason, BrokeProtocol: false);
        }

        // The two faults that come without words differ in the state they leave behind.
        string fault =
            !string.Equals(exception.Message, _unnamedFault, StringComparison.Ordinal) ? exception.Message.TrimEnd('.')
            : state == WebSocketState.Closed || exception.InnerException is not null
                ? "its close frame holds no valid code and reason"
            : "it sent text that is no UTF-8";
        return new LostReceived(fault, BrokeProtocol: true);
    }

    private static bool IsTransport(Exception exception) =>
        exception.GetBaseException() is IOException or SocketException or OperationCanceledException;

    /// <summary>Why a turn failed in whose middle the connection ended.</summary>
    /// <param name="server">The server, for messages.</param>
    /// <param name="end">What ended the connection.</param>
    /// <param name="isFirstSign">Whether the server had sent nothing at all before.</param>
    public static AgentError Of(string server, Received end, bool isFirstSign) =>
        end switch
        {
            CloseReceived close => CloseCode.ToError(server, close.Code, close.Reason, isFirstSign),
            LostReceived { BrokeProtocol: true } broken => new AgentError(
                ErrorKind.Protocol,
                $"{server} broke the WebSocket protocol: {broken.Reason}"
            ),
            LostReceived lost => new AgentError(
                ErrorKind.ConnectionLost,
                $"the connection to {server} broke ({CloseCode.Abnormal}): {lost.Reason}"
            )
            {
                Details = new JsonObject { ["close_code"] = CloseCode.Abnormal },
                IsTransient = true,
            },
            TooLongReceived tooLong => new AgentError(
                ErrorKind.Protocol,
                $"{server} sent a message of more than {MessageConnection.LargestMessage / 1024 / 1024} MiB; "
                    + $"it begins: {Utf8Bytes.Start(tooLong.Start.Span)}"
            ),
            _ => throw new InvalidOperationException($"`{end.GetType().Name}` ends no connection"),
        };

    /// <summary>What ended a connection, in a few words.</summary>
    public static string Describe(Received end) =>
        end switch
        {
            CloseReceived close => CloseCode.Show(close.Code, close.Reason),
            LostReceived lost => lost.Reason,
            _ => "a message that was too long",
        };
}
