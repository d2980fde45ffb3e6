using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Baton.Agents;
using Baton.Targets.Python.Protocol;
using Baton.Targets.Streaming;

namespace Baton.Targets.Python;

/// <summary>One call in flight: what the worker tells about it on one side, whoever takes the turn on the other.</summary>
internal sealed class PythonCall(long id, long conversation, WorkerOutbox outbox, StreamRules? stream)
{
    private const int AckEvery = WorkerRequests.Window / 4;
    private const int MaxStrayLogs = 256;

    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamedItems? _items;
    private StringBuilder? _text;
    private volatile bool _cancelSeen;
    private volatile bool _isHung;
    private int _unacknowledged;
    private int _strayLogs;

    /// <summary>The call's number, unique within its worker.</summary>
    public long Id => id;

    /// <summary>The conversation it belongs to.</summary>
    public long Conversation => conversation;

    /// <summary>Completes when the worker has nothing more to do for the call, or is gone.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes when the call has ended or is known to be hung.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Whether the worker's event loop has seen that the call is cancelled.</summary>
    public bool CancelSeen => _cancelSeen;

    /// <summary>Whether the call could not be stopped, so that its worker must end.</summary>
    public bool IsHung => _isHung;

    /// <summary>Takes in a message of the worker. Called by one thread at a time.</summary>
    public void Receive(WorkerMessage message)
    {
        switch (message.Type)
        {
            case "cancelling":
                _cancelSeen = true;
                break;
            case "done":
                End(Outcome(message));
                break;
            case "item":
                Explain(message);
                break;
            case "step":
                (SpanEndedEvent? before, SpanStartedEvent step) = WorkerEvents.ReadStep(message);
                if (before is not null)
                {
                    _arrivals.Writer.TryWrite(new Arrival(before, ArrivalKind.Free));
                }

                _arrivals.Writer.TryWrite(new Arrival(step, ArrivalKind.Counted));
                break;
            case "error":
                End(new ErrorEvent(WorkerEvents.Error(message)));
                break;
            case "limit":
                End(new LimitEvent(message.String("limit") ?? "limit", message.Text ?? ""));
                break;
            default:
                AgentEvent happened = WorkerEvents.Read(message);
                if (happened is TextEvent text)
                {
                    (_text ??= new StringBuilder()).Append(text.Content);
                }

                _arrivals.Writer.TryWrite(new Arrival(happened, ArrivalKind.Counted));
                break;
        }
    }

    /// <summary>Takes in a line that was printed around the channel.</summary>
    public void ReceiveStray(string line)
    {
        if (Interlocked.Increment(ref _strayLogs) <= MaxStrayLogs)
        {
            _arrivals.Writer.TryWrite(new Arrival(new LogEvent(line, "stderr"), ArrivalKind.Stray));
        }
    }

    /// <summary>Ends the call with its last event; a call that has ended stays as it is.</summary>
    public void End(AgentEvent outcome)
    {
        _arrivals.Writer.TryWrite(new Arrival(outcome, ArrivalKind.Free));
        _arrivals.Writer.TryComplete();
        _ended.TrySetResult();
        _settled.TrySetResult();
    }

    /// <summary>Says that the call could not be stopped.</summary>
    public void GiveUp()
    {
        _isHung = true;
        _settled.TrySetResult();
    }

    /// <summary>Waits for the next event and lets the worker send another for it.</summary>
    public async ValueTask<AgentEvent> ReadAsync(CancellationToken cancellationToken)
    {
        Arrival arrival = await _arrivals.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (arrival.Kind == ArrivalKind.Stray)
        {
            Interlocked.Decrement(ref _strayLogs);
        }
        else if (arrival.Kind == ArrivalKind.Counted && ++_unacknowledged == AckEvery)
        {
            outbox.SendAck(id, _unacknowledged);
            _unacknowledged = 0;
        }

        return arrival.Event;
    }

    /// <summary>Hands on what an item says. An item counts once, however many events it gives.</summary>
    private void Explain(WorkerMessage message)
    {
        _items ??= new StreamedItems(stream ?? throw new JsonException("The worker sent an item unasked."));
        ArrivalKind kind = ArrivalKind.Counted;
        bool hasFailed = _items.HasFailed;
        foreach (AgentEvent said in _items.Read(message.Value("item")))
        {
            _arrivals.Writer.TryWrite(new Arrival(said, kind));
            kind = ArrivalKind.Free;
        }

        if (kind == ArrivalKind.Counted)
        {
            outbox.SendAck(id, 1);
        }

        if (_items.HasFailed && !hasFailed)
        {
            outbox.SendCancel(id);
        }
    }

    private AgentEvent Outcome(WorkerMessage message)
    {
        string? text = message.Text ?? _text?.ToString();
        if (_items is null)
        {
            return new FinalEvent(text ?? "") { Raw = message.Value("raw") };
        }

        foreach (AgentEvent said in _items.Finish())
        {
            _arrivals.Writer.TryWrite(new Arrival(said, ArrivalKind.Free));
        }

        return _items.Outcome(text);
    }

    private readonly record struct Arrival(AgentEvent Event, ArrivalKind Kind);

    private enum ArrivalKind
    {
        /// <summary>The worker may send another one for it.</summary>
        Counted,

        /// <summary>It came with another one, or is the last.</summary>
        Free,

        /// <summary>It was printed around the channel.</summary>
        Stray,
    }
}
