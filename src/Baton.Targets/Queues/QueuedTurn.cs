using System.Threading.Channels;
using Baton.Agents;
using Baton.Targets.Processes.Conversations;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Queues;

/// <summary>A request under way and what workers reply to it, until it ends.</summary>
/// <remarks>The inbox adds, one turn takes out. A turn that is slow makes the inbox wait.</remarks>
internal sealed class QueuedTurn(long number, bool deltasWin) : IAsyncDisposable
{
    private const int MostWaiting = 1024;

    private readonly Channel<AgentLine> _lines = Channel.CreateBounded<AgentLine>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );

    private readonly CancellationTokenSource _abandon = new();
    private readonly ReplyOrder _order = new();
    private readonly TurnAnswer _answer = new(deltasWin);
    private AgentEvent? _held;
    private string _lastCall = "";
    private int _unnamedCalls;

    /// <summary>The request's number.</summary>
    public long Number { get; } = number;

    /// <summary>The request as it was sent, once it was.</summary>
    public QueueMessage? Message { get; set; }

    /// <summary>Its way into the queue, once it began; gives what the queue calls it.</summary>
    public Task<string>? Sending { get; set; }

    /// <summary>Cancelled when nobody cares any more whether the request was sent.</summary>
    public CancellationToken Abandoned => _abandon.Token;

    /// <summary>Adds a reply; only the inbox does. Waits while the turn is behind.</summary>
    /// <param name="line">What it says.</param>
    /// <param name="sequence">Its place among the replies, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the turn is over with it.</returns>
    public async ValueTask<bool> AddAsync(AgentLine line, long? sequence, CancellationToken cancellationToken)
    {
        foreach (AgentLine ready in _order.Take(sequence, line))
        {
            try
            {
                await _lines.Writer.WriteAsync(ready, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                return true;
            }

            if (ready is EndLine)
            {
                _lines.Writer.TryComplete();
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a log line unless the turn is behind.</summary>
    public void AddLog(string text) => _lines.Writer.TryWrite(new EventLine(new LogEvent(text, "queue")));

    /// <summary>Ends the turn where no reply did: the queue is gone, or nobody listens any more.</summary>
    public void End(AgentError? error) => _lines.Writer.TryComplete(error is null ? null : new QueueException(error));

    /// <summary>Waits for the turn's next event.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<AgentEvent> NextAsync(CancellationToken cancellationToken)
    {
        if (_held is { } held)
        {
            return held;
        }

        try
        {
            while (true)
            {
                AgentLine line = await _lines.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (Event(line) is { } next)
                {
                    return next;
                }
            }
        }
        catch (ChannelClosedException closed) when (closed.InnerException is QueueException gone)
        {
            return new ErrorEvent(gone.Error);
        }
        catch (ChannelClosedException)
        {
            return new ErrorEvent(
                new AgentError(ErrorKind.ConnectionLost, "the target was disposed before a worker answered")
            );
        }
    }

    /// <summary>Ends the sending where it is still under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _abandon.CancelAsync().ConfigureAwait(false);
        if (Sending is not null)
        {
            await ((Task)Sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _abandon.Dispose();
    }

    private AgentEvent? Event(AgentLine line)
    {
        switch (line)
        {
            case EventLine { Event: TextEvent text }:
                _answer.Add(text.Content);
                return text;
            case EventLine { Event: ToolCallEvent { CallId: "" } call }:
                return call with { CallId = _lastCall = $"call-{++_unnamedCalls}" };
            case EventLine { Event: ToolCallEvent call }:
                _lastCall = call.CallId;
                return call;
            case EventLine { Event: ToolResultEvent { CallId: "" } result }:
                return result with { CallId = _lastCall };
            case EventLine other:
                return other.Event;
            case EndLine { Error: { } error }:
                return new ErrorEvent(error);
            case EndLine { Answer: { } answer }:
                AgentEvent final = _answer.Finish(answer);
                if (answer.Usage is null)
                {
                    return final;
                }

                _held = final;
                return answer.Usage;
            default:
                return null;
        }
    }
}
