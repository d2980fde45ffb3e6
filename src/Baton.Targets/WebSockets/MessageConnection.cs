using System.Net.WebSockets;

namespace Baton.Targets.WebSockets;

/// <summary>An open connection that carries whole messages, from one turn to the next.</summary>
/// <remarks>
/// Somebody always reads: between turns as well, so that pings are answered and the server's close is seen. What comes
/// between turns belongs to no answer and is left out. One turn at a time; <see cref="DisposeAsync"/> may be called at
/// any moment by anybody.
/// </remarks>
internal sealed class MessageConnection : IAsyncDisposable
{
    /// <summary>The most bytes in one message.</summary>
    public const int LargestMessage = Streaming.StreamedAnswer.LargestItem;

    private const int UsualMessage = 4 * 1024;
    private const int LargestKept = 256 * 1024;

    // Longer than a server needs to say goodbye, shorter than anybody would notice.
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly Action<MessageConnection> _ended;
    private byte[] _buffer = new byte[UsualMessage];
    private Task<Received>? _pending;
    private volatile bool _inTurn;
    private int _disposed;

    /// <summary>Takes over an open connection.</summary>
    /// <param name="socket">The connection; this object ends it.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="ended">Told once, when the connection is ended.</param>
    public MessageConnection(WebSocket socket, TimeProvider time, Action<MessageConnection> ended) =>
        (_socket, _time, _ended) = (socket, time, ended);

    /// <summary>Whether any message came so far.</summary>
    public bool HasHeard { get; private set; }

    /// <summary>Begins a turn: what comes from now on belongs to it.</summary>
    /// <returns>What ended the connection since the last turn, or <see langword="null"/> while it is open.</returns>
    public Received? BeginTurn()
    {
        _inTurn = true;
        return _pending is { IsCompletedSuccessfully: true } pending && pending.Result is not MessageReceived
            ? pending.Result
            : null;
    }

    /// <summary>Ends a turn whose answer came to its end.</summary>
    public void EndTurn()
    {
        _inTurn = false;
        if (_buffer.Length > LargestKept)
        {
            _buffer = new byte[UsualMessage];
        }

        _pending ??= WatchAsync();
    }

    /// <summary>Sends a message.</summary>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    public ValueTask SendAsync(
        ReadOnlyMemory<byte> message,
        WebSocketMessageType type,
        CancellationToken cancellationToken
    )
    {
        // Cancelling a write would end the connection without a goodbye, too.
        ValueTask sending = _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);
        return sending.IsCompleted ? sending : new ValueTask(sending.AsTask().WaitAsync(cancellationToken));
    }

    /// <summary>Waits for what comes next.</summary>
    /// <exception cref="TimeoutException">Nothing came in time; it may still be waited for.</exception>
    public async ValueTask<Received> NextAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        // Cancelling a read would end the connection without a goodbye; so the wait is cancelled instead.
        Task<Received> pending = _pending ??= ReadMessageAsync();
        Received received = await pending.WaitAsync(longest, _time, cancellationToken).ConfigureAwait(false);
        if (received is MessageReceived)
        {
            _pending = null;
        }

        return received;
    }

    /// <summary>Says goodbye, waits a moment for the server to say it too, and ends the connection.</summary>
    public async ValueTask CloseAsync()
    {
        await SayGoodbyeAsync(
                WebSocketCloseStatus.NormalClosure,
                async token =>
                {
                    while (await NextAsync(_farewell, token).ConfigureAwait(false) is MessageReceived) { }
                }
            )
            .ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Says goodbye and ends the connection without waiting for whatever the server is still saying.</summary>
    public async ValueTask LeaveAsync(WebSocketCloseStatus status)
    {
        await SayGoodbyeAsync(status, NoWait).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the connection at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _socket.Abort();
            if (_pending is { } pending)
            {
                await pending.ConfigureAwait(false);
            }

            _socket.Dispose();
            _ended(this);
        }
    }

    private static Task NoWait(CancellationToken cancellationToken) => Task.CompletedTask;

    private async ValueTask SayGoodbyeAsync(WebSocketCloseStatus status, Func<CancellationToken, Task> wait)
    {
        using CancellationTokenSource late = new(_farewell, _time);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(status, statusDescription: null, late.Token).ConfigureAwait(false);
                await wait(late.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
            when (exception
                    is WebSocketException
                        or OperationCanceledException
                        or TimeoutException
                        or ObjectDisposedException
            )
        {
            // The server did not wait for it, or nobody is there any more.
        }
    }

    /// <summary>Reads what nobody asked for, until a turn begins or the connection ends.</summary>
    private async Task<Received> WatchAsync()
    {
        while (true)
        {
            Received received = await ReadMessageAsync().ConfigureAwait(false);
            if (_inTurn || received is not MessageReceived)
            {
                return received;
            }
        }
    }

    private async Task<Received> ReadMessageAsync()
    {
        try
        {
            int filled = 0;
            while (true)
            {
                ValueWebSocketReceiveResult part = await _socket
                    .ReceiveAsync(_buffer.AsMemory(filled), CancellationToken.None)
                    .ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    CloseReceived close = new((int)_socket.CloseStatus!.Value, _socket.CloseStatusDescription);
                    // Servers wait for the answer.
                    await SayGoodbyeAsync(WebSocketCloseStatus.NormalClosure, NoWait).ConfigureAwait(false);
                    return close;
                }

                HasHeard = true;
                filled += part.Count;
                if (filled > LargestMessage)
                {
                    return new TooLongReceived(_buffer.AsMemory(0, filled));
                }

                if (part.EndOfMessage)
                {
                    return new MessageReceived(
                        _buffer.AsMemory(0, filled),
                        part.MessageType == WebSocketMessageType.Text
                    );
                }

                if (filled == _buffer.Length)
                {
                    Array.Resize(ref _buffer, (int)Math.Min(filled * 2L, LargestMessage + 1));
                }
            }
        }
        catch (Exception exception)
            when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return WebSocketFailure.Lost(exception, _socket.State);
        }
    }
}
