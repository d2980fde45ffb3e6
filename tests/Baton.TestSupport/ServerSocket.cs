using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Baton.TestSupport;

/// <summary>The server's end of a WebSocket.</summary>
/// <param name="socket">The connection.</param>
/// <param name="context">The handshake.</param>
public sealed class ServerSocket(WebSocket socket, HttpContext context) : IAsyncDisposable
{
    /// <summary>The handshake.</summary>
    public HttpContext Context => context;

    /// <summary>The code the client closed the connection with; 1006 when it ended without, 0 while it is open.</summary>
    public int ClosedWith { get; private set; }

    /// <summary>The kind of the message received last.</summary>
    public WebSocketMessageType Kind { get; private set; }

    /// <summary>Waits for the client's next message.</summary>
    /// <returns>The message, or <see langword="null"/> when the connection ended.</returns>
    public async Task<string?> ReceiveAsync()
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
                Kind = part.MessageType;
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    ClosedWith = (int)socket.CloseStatus!.Value;
                    return null;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    return Encoding.UTF8.GetString(message.ToArray());
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            ClosedWith = 1006;
            return null;
        }
    }

    /// <summary>Sends a text message in one frame.</summary>
    public Task SendAsync(string message) => SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text);

    /// <summary>Sends a message in one frame, or a piece of one.</summary>
    public Task SendAsync(byte[] bytes, WebSocketMessageType kind, bool isLast = true) =>
        socket.SendAsync(bytes, kind, isLast, context.RequestAborted);

    /// <summary>Sends a close frame and waits for the client's.</summary>
    public async Task CloseAsync(int code = 1000, string? reason = null)
    {
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, context.RequestAborted);
        while (await ReceiveAsync() is not null) { }
    }

    /// <summary>Ends the connection without a close frame.</summary>
    public void Abort() => context.Abort();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client went away.
        }

        socket.Dispose();
    }
}
