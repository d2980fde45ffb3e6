using Baton.Agents;
using Baton.Targets.Python.Protocol;
using Baton.Targets.Streaming;

namespace Baton.Targets.Python;

/// <summary>The calls in flight in one worker. Safe for concurrent use.</summary>
/// <param name="stream">How streamed items are understood, or <see langword="null"/> where the worker reads them.</param>
internal sealed class CallTable(StreamRules? stream)
{
    // Guards everything below.
    private readonly Lock _gate = new();
    private readonly Dictionary<long, PythonCall> _calls = [];
    private AgentEvent? _end;
    private long _last;

    /// <summary>Begins a call; where the worker is over already, so is the call.</summary>
    public PythonCall Begin(CallRequest request, WorkerOutbox outbox)
    {
        lock (_gate)
        {
            PythonCall call = new(++_last, request.Conversation, outbox, stream);
            if (_end is not null)
            {
                call.End(_end);
                return call;
            }

            _calls.Add(call.Id, call);
            outbox.SendCall(call.Id, request);
            return call;
        }
    }

    /// <summary>Hands a message to the call it belongs to; one for a call that is over is dropped.</summary>
    public void Receive(WorkerMessage message)
    {
        PythonCall? call;
        lock (_gate)
        {
            _calls.TryGetValue(message.Call, out call);
            if (message.Type is "done" or "error" or "limit")
            {
                _calls.Remove(message.Call);
            }
        }

        call?.Receive(message);
    }

    /// <summary>Hands on a line printed around the channel: to the call in flight, if there is only one.</summary>
    public void Print(string line)
    {
        PythonCall? only;
        lock (_gate)
        {
            only = _calls.Count == 1 ? _calls.Values.First() : null;
        }

        only?.ReceiveStray(line);
    }

    /// <summary>Ends every call, and each that is still to come, with the same event.</summary>
    public void EndAll(AgentEvent end)
    {
        PythonCall[] calls;
        lock (_gate)
        {
            _end = end;
            calls = [.. _calls.Values];
            _calls.Clear();
        }

        foreach (PythonCall call in calls)
        {
            call.End(end);
        }
    }
}
