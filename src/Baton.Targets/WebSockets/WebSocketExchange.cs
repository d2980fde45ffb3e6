using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.WebSockets;

/// <summary>What all conversations of a target share: opening connections, asking, reading answers.</summary>
internal sealed class WebSocketExchange
{
    private static readonly TimeSpan _lastWords = TimeSpan.FromSeconds(2);

    private readonly string _server;
    private readonly WebSocketOptions _options;
    private readonly OutgoingMessages _outgoing;
    private readonly MessageMark? _ready;
    private readonly AnswerEnd _end;
    private readonly StreamedAnswer _streamed;

    /// <summary>Makes the exchange; opens nothing.</summary>
    /// <param name="server">The server, for messages.</param>
    /// <param name="options">The section.</param>
    /// <param name="commonTextPath">Where all kinds of targets look for text, or <see langword="null"/>.</param>
    /// <param name="stream">What messages mean beyond their text, or <see langword="null"/>.</param>
    /// <param name="environment">Where it is started from.</param>
    public WebSocketExchange(
        string server,
        WebSocketOptions options,
        DataPath? commonTextPath,
        StreamOptions? stream,
        TargetEnvironment environment
    )
    {
        _server = server;
        _options = options;
        _outgoing = new OutgoingMessages(options);
        DataPath? textPath = options.StreamOutputPath ?? commonTextPath;
        _ready = options.ReadyPath is { } ready ? new MessageMark(ready, options.ReadyValue) : null;
        MessageMark? done = options.DonePath is { } path ? new MessageMark(path, options.DoneValue) : null;
        _end = new AnswerEnd(done, options.SingleMessage, textPath, isExplained: stream is not null);
        _streamed = new StreamedAnswer(
            new StreamRules
            {
                TextPath = textPath,
                ErrorPath = options.ErrorPath,
                Stream = stream,
            }
        );
        Connector = new WebSocketConnector(options, environment);
    }

    /// <summary>Opens connections.</summary>
    public WebSocketConnector Connector { get; }

    /// <summary>Whether a connection that was closed between two turns may be replaced.</summary>
    public bool MayReplace => _options.Reconnect is not { Attempts: 0 };

    /// <summary>Opens a connection and brings it to where the first turn may begin.</summary>
    /// <returns>The connection, which the caller ends, or why there is none.</returns>
    public async ValueTask<(MessageConnection? Connection, AgentError? Error)> OpenAsync(
        TemplateScope scope,
        string? traceParent,
        CancellationToken cancellationToken
    )
    {
        (MessageConnection? connection, AgentError? error) = await Connector
            .OpenAsync(scope, traceParent, cancellationToken)
            .ConfigureAwait(false);
        if (connection is null)
        {
            return (null, error);
        }

        bool isReady = false;
        try
        {
            if (_outgoing.Opening(scope) is { } opening)
            {
                Received? ended = await SendAsync(connection, opening, cancellationToken).ConfigureAwait(false);
                error = ended is null ? null : WebSocketFailure.Of(_server, ended, !connection.HasHeard);
            }

            error ??= _ready is null
                ? null
                : await WaitAsync(connection, _ready, cancellationToken).ConfigureAwait(false);
            isReady = error is null;
            return isReady ? (connection, null) : (null, error);
        }
        finally
        {
            if (!isReady)
            {
                await connection.LeaveAsync(WebSocketCloseStatus.EndpointUnavailable).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The messages of the answer that comes next over a connection.</summary>
    public TurnMessages Messages(MessageConnection connection) =>
        new(connection, _server, _end, _options.IdleTimeout, _options.DoneSilence);

    /// <summary>Sends a turn's message and reads the answer.</summary>
    public async IAsyncEnumerable<AgentEvent> AskAsync(
        MessageConnection connection,
        TurnMessages messages,
        ReadOnlyMemory<byte> message,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (await SendAsync(connection, message, cancellationToken).ConfigureAwait(false) is { } ended)
        {
            yield return new ErrorEvent(messages.NotSent(ended));
            yield break;
        }

        StreamSource source = new(_server, "", "the sign of its end came first", messages.Broken);
        await foreach (
            AgentEvent item in _streamed.ReadAsync(messages, source, cancellationToken).ConfigureAwait(false)
        )
        {
            yield return item;
        }
    }

    /// <summary>What is sent in a turn.</summary>
    public ReadOnlyMemory<byte> MessageOf(TemplateScope scope, Turn turn, ConversationContext context) =>
        _outgoing.Turn(scope, turn, context);

    /// <summary>Why a turn cannot be taken over a connection that ended before it.</summary>
    public AgentError ClosedBetween(Received end) =>
        new(
            ErrorKind.ConnectionLost,
            $"{_server} closed the connection between two turns: {WebSocketFailure.Describe(end)}; "
                + "raise `websocket.reconnect.attempts` to open another one"
        );

    /// <summary>What is noted of a connection that was replaced.</summary>
    public LogEvent Replaced(Received end) =>
        new(
            $"{_server} closed the connection between two turns: {WebSocketFailure.Describe(end)}; "
                + "this turn goes over a new one",
            WebSocketTarget.Section
        );

    /// <summary>Sends a message.</summary>
    /// <returns>What ended the connection when nothing can be sent any more, otherwise <see langword="null"/>.</returns>
    private async ValueTask<Received?> SendAsync(
        MessageConnection connection,
        ReadOnlyMemory<byte> message,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await connection.SendAsync(message, _outgoing.Type, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await EndAsync(connection, exception, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Why nothing can be sent any more: what the server said last tells more than the failed write.</summary>
    private static async ValueTask<Received> EndAsync(
        MessageConnection connection,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        Received last = new LostReceived(exception.GetBaseException().Message.TrimEnd('.'), BrokeProtocol: false);
        try
        {
            Received next;
            do
            {
                next = await connection.NextAsync(_lastWords, cancellationToken).ConfigureAwait(false);
            } while (next is MessageReceived);

            last = next is CloseReceived ? next : last;
        }
        catch (TimeoutException)
        {
            // It said nothing.
        }

        return last;
    }

    private async ValueTask<AgentError?> WaitAsync(
        MessageConnection connection,
        MessageMark ready,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            Received received;
            try
            {
                received = await connection.NextAsync(_options.IdleTimeout, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return new AgentError(
                    ErrorKind.Timeout,
                    $"{_server} did not say that it is ready within {_options.IdleTimeout.TotalSeconds:0.###} s; "
                        + "check `websocket.ready_path` and `ready_value`"
                );
            }

            if (received is not MessageReceived message)
            {
                AgentError error = WebSocketFailure.Of(_server, received, !connection.HasHeard);
                return error with { Message = $"{error.Message}; nothing at `websocket.ready_path` had come" };
            }

            if (ready.IsIn(message.Data))
            {
                return null;
            }
        }
    }
}
