using System.Text.Json.Nodes;
using System.Text.Unicode;
using Baton.Agents;
using Baton.Targets.Streaming;

namespace Baton.Targets.WebSockets;

/// <summary>The messages of one answer.</summary>
/// <param name="connection">Where they come from.</param>
/// <param name="server">The server, for messages.</param>
/// <param name="end">Knows the last one.</param>
/// <param name="idleTimeout">The longest wait for a message.</param>
/// <param name="doneSilence">The silence that completes an answer, or <see langword="null"/>.</param>
internal sealed class TurnMessages(
    MessageConnection connection,
    string server,
    AnswerEnd end,
    TimeSpan idleTimeout,
    TimeSpan? doneSilence
) : IStreamItems
{
    private static readonly byte[] _sign = "[DONE]"u8.ToArray();
    private bool _isOver;
    private bool _isSigned;
    private int _count;

    /// <inheritdoc/>
    public string Name => "message";

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <inheritdoc/>
    public bool EndedInside => false;

    /// <summary>
    /// What ended the connection so early that the server cannot have begun with the turn: the message could not be
    /// sent, or crossed a close in good order. Otherwise <see langword="null"/>.
    /// </summary>
    public Received? EndedBefore { get; private set; }

    /// <summary>Whether the server sent more than a message may hold.</summary>
    public bool WasTooLong { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<StreamRead> ReadAsync(CancellationToken cancellationToken)
    {
        while (!_isOver)
        {
            switch (await NextAsync(cancellationToken).ConfigureAwait(false))
            {
                case null:
                    _isOver = _isSigned = true;
                    break;
                case CloseReceived { Code: CloseCode.Normal } when _count > 0:
                    _isOver = true;
                    break;
                case MessageReceived { Data.Length: 0 }:
                    break;
                case MessageReceived early when IsLeftOver(early):
                    break;
                case MessageReceived message when Take(message):
                    return StreamRead.Item;
                case MessageReceived:
                    break;
                case TooLongReceived tooLong:
                    WasTooLong = true;
                    Data = tooLong.Start;
                    return StreamRead.TooLong;
                case { } ended:
                    bool isOrderly = ended is CloseReceived { Code: CloseCode.Normal or CloseCode.GoingAway };
                    EndedBefore = isOrderly && _count == 0 ? ended : null;
                    throw new TurnFailedException(WebSocketFailure.Of(server, ended, !connection.HasHeard));
            }
        }

        if (!_isSigned)
        {
            return StreamRead.End;
        }

        _isSigned = false;
        Data = _sign;
        return StreamRead.Item;
    }

    /// <summary>Notes that the turn's message could not be sent.</summary>
    /// <param name="ended">What ended the connection.</param>
    /// <returns>Why the turn failed.</returns>
    public AgentError NotSent(Received ended)
    {
        EndedBefore = ended;
        return WebSocketFailure.Of(server, ended, !connection.HasHeard);
    }

    /// <inheritdoc/>
    public void Dispose() { }

    /// <summary>What an exception of <see cref="ReadAsync"/> means; nothing is repeated of which a part came.</summary>
    public AgentError Broken(Exception exception, JsonObject details)
    {
        AgentError error = ((TurnFailedException)exception).Error;
        foreach ((string key, JsonNode? value) in error.Details ?? [])
        {
            details[key] = value?.DeepClone();
        }

        return error with
        {
            Details = details,
            IsTransient = error.IsTransient && _count == 0,
        };
    }

    /// <summary>What comes next, or <see langword="null"/> when a silence completes the answer.</summary>
    private async ValueTask<Received?> NextAsync(CancellationToken cancellationToken)
    {
        bool silenceCompletes = doneSilence is not null && _count > 0;
        try
        {
            return await connection
                .NextAsync(silenceCompletes ? doneSilence!.Value : idleTimeout, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException) when (silenceCompletes)
        {
            return null;
        }
        catch (TimeoutException)
        {
            throw new TurnFailedException(new AgentError(ErrorKind.Timeout, Silence()));
        }
    }

    /// <summary>Takes a message into the answer, unless it only says that the answer is complete.</summary>
    private bool Take(MessageReceived message)
    {
        if (!message.IsText && !Utf8.IsValid(message.Data.Span))
        {
            throw new TurnFailedException(
                new AgentError(
                    ErrorKind.Protocol,
                    $"{server} sent a binary message of {message.Data.Length} bytes that is no UTF-8; "
                        + "Baton reads JSON and text"
                )
            );
        }

        MessagePlace place = end.PlaceOf(message.Data);
        _isOver = _isSigned = place != MessagePlace.Inside;
        if (place == MessagePlace.Behind)
        {
            return false;
        }

        _count++;
        Data = message.Data;
        return true;
    }

    // An answer that a preset's end sign ended may have been followed by the `[DONE]` of its transport.
    private bool IsLeftOver(MessageReceived message) =>
        end.IsExplained && _count == 0 && StreamInterpreter.IsDone(message.Data);

    private string Silence() =>
        _count == 0
            ? $"{server} sent nothing for {idleTimeout.TotalSeconds:0.###} s (`websocket.idle_timeout`); "
                + "raise it if the agent thinks longer"
            : $"{server} sent {_count} {(_count == 1 ? "message" : "messages")} and then nothing for "
                + $"{idleTimeout.TotalSeconds:0.###} s (`websocket.idle_timeout`); if the answer was complete, say what "
                + "ends it with `websocket.done_path`, `single_message` or `done_silence`";
}
