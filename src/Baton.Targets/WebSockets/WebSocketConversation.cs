using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.WebSockets;

/// <summary>A conversation with an agent behind a WebSocket: one connection, kept from turn to turn.</summary>
/// <remarks>
/// Only a connection whose answer came to its end is kept: over any other, the rest of an old answer could be taken for
/// the next one.
/// </remarks>
internal sealed class WebSocketConversation(WebSocketExchange exchange, ConversationContext context) : IConversation
{
    private MessageConnection? _connection;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        TemplateScope scope = TemplateScope.From(context, turn);
        Received? end = _connection?.BeginTurn();
        if (end is not null && !exchange.MayReplace)
        {
            yield return new ErrorEvent(exchange.ClosedBetween(end));
            yield break;
        }

        LogEvent? replaced = end is null ? null : exchange.Replaced(end);
        if (replaced is not null)
        {
            await LeaveAsync(WebSocketCloseStatus.NormalClosure).ConfigureAwait(false);
        }

        bool isKept = _connection is not null;
        do
        {
            if (await OpenAsync(scope, cancellationToken).ConfigureAwait(false) is { } error)
            {
                yield return new ErrorEvent(error);
                yield break;
            }

            MessageConnection connection = _connection!;
            TurnMessages messages = exchange.Messages(connection);
            ReadOnlyMemory<byte> message = exchange.MessageOf(scope, turn, context);
            AgentEvent? last = null;
            Received? endedBefore = null;
            try
            {
                await foreach (
                    AgentEvent item in exchange
                        .AskAsync(connection, messages, message, cancellationToken)
                        .ConfigureAwait(false)
                )
                {
                    endedBefore = isKept && exchange.MayReplace ? messages.EndedBefore : null;
                    if (endedBefore is not null)
                    {
                        break;
                    }

                    if (replaced is not null && item is not ErrorEvent)
                    {
                        yield return replaced;
                        replaced = null;
                    }

                    last = item;
                    yield return item;
                }
            }
            finally
            {
                await EndTurnAsync(last, messages).ConfigureAwait(false);
            }

            if (endedBefore is null)
            {
                yield break;
            }

            replaced = exchange.Replaced(endedBefore);
            isKept = false;
        } while (true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.CloseAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<AgentError?> OpenAsync(TemplateScope scope, CancellationToken cancellationToken)
    {
        if (_connection is not null)
        {
            return null;
        }

        (_connection, AgentError? error) = await exchange
            .OpenAsync(scope, context.TraceParent, cancellationToken)
            .ConfigureAwait(false);
        _connection?.BeginTurn();
        return error;
    }

    private ValueTask EndTurnAsync(AgentEvent? last, TurnMessages messages)
    {
        switch (last)
        {
            case FinalEvent:
                _connection!.EndTurn();
                return ValueTask.CompletedTask;
            case ErrorEvent when messages.WasTooLong:
                return LeaveAsync(WebSocketCloseStatus.MessageTooBig);
            case ErrorEvent:
                return LeaveAsync(WebSocketCloseStatus.NormalClosure);
            default:
                // The turn was given up before its end.
                return LeaveAsync(WebSocketCloseStatus.EndpointUnavailable);
        }
    }

    private async ValueTask LeaveAsync(WebSocketCloseStatus status)
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.LeaveAsync(status).ConfigureAwait(false);
        }
    }
}
