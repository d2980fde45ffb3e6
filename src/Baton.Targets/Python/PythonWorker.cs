using Baton.Agents;
using Baton.Targets.Python.Protocol;

namespace Baton.Targets.Python;

/// <summary>One worker process from its start to its end, with the calls in flight and the conversations it holds.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class PythonWorker : IAsyncDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(1);

    private readonly PythonLaunch _launch;
    private readonly TimeProvider _clock;
    private readonly Action<PythonWorker> _over;
    private readonly TaskCompletionSource<AgentError?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _life;

    // Guards everything below.
    private readonly Lock _gate = new();
    private readonly Dictionary<long, PythonCall> _calls = [];
    private readonly HashSet<long> _conversations = [];
    private PythonWorkerProcess? _process;
    private PythonWorkerSession? _session;
    private WorkerExit? _exit;
    private AgentError? _startError;
    private string? _stopReason;
    private bool _stopped;
    private bool _draining;
    private long _lastCall;

    /// <summary>Starts the worker; <paramref name="over"/> is called once when it has ended for good.</summary>
    public PythonWorker(PythonLaunch launch, TimeProvider clock, Action<PythonWorker> over)
    {
        _launch = launch;
        _clock = clock;
        _over = over;
        _life = Task.Run(LiveAsync);
    }

    /// <summary>Completes when the target is loaded, or with why it is not.</summary>
    public Task<AgentError?> Ready => _ready.Task;

    /// <summary>Whether something in the worker's memory lasts from turn to turn. Known once it is ready.</summary>
    public bool IsStateful { get; private set; }

    /// <summary>Whether new conversations may be given to it.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return !_draining && !_stopped && _exit is null;
            }
        }
    }

    /// <summary>Whether its process has ended, so that the state of its conversations is lost.</summary>
    public bool IsGone
    {
        get
        {
            lock (_gate)
            {
                return _stopped || _exit is not null;
            }
        }
    }

    /// <summary>The conversations it holds.</summary>
    public int Load
    {
        get
        {
            lock (_gate)
            {
                return _conversations.Count;
            }
        }
    }

    /// <summary>Gives it a conversation.</summary>
    public void Open(long conversation)
    {
        lock (_gate)
        {
            _conversations.Add(conversation);
        }
    }

    /// <summary>Takes the conversation away again; the last one ends a worker that is to end.</summary>
    public void Close(long conversation)
    {
        lock (_gate)
        {
            _conversations.Remove(conversation);
            if (IsStateful)
            {
                _session?.Outbox.SendConversationEnd(conversation);
            }
        }

        StopIfDrained();
    }

    /// <summary>Begins a call. The worker must have become ready; if it has ended since, so has the call.</summary>
    public PythonCall Call(CallRequest request)
    {
        lock (_gate)
        {
            PythonCall call = new(++_lastCall, request.Conversation, _session!.Outbox);
            if (_exit is not null)
            {
                call.End(new ErrorEvent(_exit.InCall(_stopReason)));
                return call;
            }

            _calls.Add(call.Id, call);
            _session.Outbox.SendCall(call.Id, request);
            return call;
        }
    }

    /// <summary>Answers a request for approval.</summary>
    public void Answer(PythonCall call, string toolCall, ToolApproval approval) =>
        _session!.Outbox.SendApproval(call.Id, toolCall, approval);

    /// <summary>Asks the worker to stop a call.</summary>
    public void Cancel(PythonCall call) => _session!.Outbox.SendCancel(call.Id);

    /// <summary>
    /// Takes no new conversations; ends as soon as the ones it holds, without that of the hung call, have ended.
    /// </summary>
    public void Drain(PythonCall hung)
    {
        lock (_gate)
        {
            _draining = true;
            _conversations.Remove(hung.Conversation);
        }

        StopIfDrained();
    }

    /// <summary>Ends the process and everything it started at once.</summary>
    /// <param name="reason">What its other calls are told.</param>
    public void Stop(string reason)
    {
        lock (_gate)
        {
            _stopped = true;
            _stopReason ??= reason;
            _process?.Kill();
        }
    }

    /// <summary>Lets the worker end by itself, or ends it after two seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        Task closing = Task.CompletedTask;
        lock (_gate)
        {
            _stopReason ??= "the target was disposed";
            if (_session is null || !_ready.Task.IsCompletedSuccessfully || _draining)
            {
                _stopped = true;
                _process?.Kill();
            }
            else
            {
                _session.Outbox.SendShutdown();
                closing = _session.Outbox.CloseAsync();
            }
        }

        try
        {
            await _life.WaitAsync(Goodbye, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Stop("the target was disposed");
            await _life.ConfigureAwait(false);
        }

        await closing.ConfigureAwait(false);
    }

    private async Task LiveAsync()
    {
        (PythonWorkerProcess? process, AgentError? error) = PythonWorkerProcess.Start(_launch);
        if (process is not null)
        {
            using (process)
            {
                error = await LiveAsync(process).ConfigureAwait(false);
            }
        }

        lock (_gate)
        {
            _exit ??= new WorkerExit(0, "");
        }

        _ready.TrySetResult(error);
        _over(this);
    }

    private async Task<AgentError> LiveAsync(PythonWorkerProcess process)
    {
        PythonWorkerSession session = Begin(process);
        using CancellationTokenSource patience = new(_launch.StartTimeout, _clock);
        await using CancellationTokenRegistration late = patience.Token.Register(StopLateStart);
        Task exited = process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAny(session.OutputEnded, exited).ConfigureAwait(false);
        process.Kill();
        await exited.ConfigureAwait(false);
        await session.DrainAsync(LastOutput, _clock).ConfigureAwait(false);
        WorkerExit exit = new(process.ExitCode, session.Tail.ToString());
        FailCalls(exit, session);
        await session.Outbox.CloseAsync().ConfigureAwait(false);
        if (session.Breach is { } breach && _startError is null)
        {
            string message = $"{_launch.Interpreter} does not run Baton's worker ({breach}); set `runner.python`";
            return new AgentError(ErrorKind.Start, message);
        }

        return _startError ?? exit.BeforeReady(_launch);
    }

    private PythonWorkerSession Begin(PythonWorkerProcess process)
    {
        lock (_gate)
        {
            PythonWorkerSession session = new(process, Receive, Print);
            _process = process;
            _session = session;
            if (_stopped)
            {
                process.Kill();
            }

            session.Outbox.Add(WorkerScript.Modules.Span);
            session.Outbox.SendInit(_launch);
            return session;
        }
    }

    private void Receive(WorkerMessage message)
    {
        switch (message.Type)
        {
            case "hello":
                Meet(message);
                break;
            case "ready":
                IsStateful = message.IsTrue("stateful");
                _ready.TrySetResult(null);
                break;
            case "failed":
                FailStart(WorkerEvents.Error(message));
                break;
            default:
                PythonCall? call;
                lock (_gate)
                {
                    _calls.TryGetValue(message.Call, out call);
                    if (message.Type is "done" or "error")
                    {
                        _calls.Remove(message.Call);
                    }
                }

                call?.Receive(message);
                break;
        }
    }

    private void Meet(WorkerMessage hello)
    {
        string version = hello.String("python") ?? "";
        lock (_gate)
        {
            _process!.GroupId = (int)(hello.Integer("group") ?? 0);
        }

        if (!Version.TryParse(version, out Version? python) || python < new Version(3, 9))
        {
            string message =
                $"{_launch.Interpreter} is Python {version}; Baton needs 3.9 or newer; set `runner.python`";
            FailStart(new AgentError(ErrorKind.Start, message));
        }
        else if (hello.Integer("protocol") != WorkerRequests.Version)
        {
            string message =
                $"the Python worker speaks protocol {hello.Integer("protocol")}, this Baton {WorkerRequests.Version}";
            FailStart(new AgentError(ErrorKind.Start, message));
        }
    }

    private void FailStart(AgentError error)
    {
        _startError = error;
        Stop(error.Message);
    }

    private void StopLateStart()
    {
        if (!_ready.Task.IsCompleted)
        {
            string last = _session?.Tail.ToString() ?? "";
            string printed = last.Length == 0 ? "" : $"; it printed {last}";
            string waited = $"{_launch.StartTimeout.TotalSeconds:0.#} s";
            string message = $"importing `{_launch.Callable}` took longer than {waited}{printed}";
            FailStart(new AgentError(ErrorKind.Start, message));
        }
    }

    private void Print(string line)
    {
        PythonCall? only;
        lock (_gate)
        {
            only = _calls.Count == 1 ? _calls.Values.First() : null;
        }

        only?.ReceiveStray(line);
    }

    private void FailCalls(WorkerExit exit, PythonWorkerSession session)
    {
        PythonCall[] calls;
        string? reason;
        lock (_gate)
        {
            _exit = exit;
            reason = _stopReason;
            calls = [.. _calls.Values];
            _calls.Clear();
        }

        AgentError error = session.Breach is { } breach
            ? new AgentError(ErrorKind.Protocol, $"something else wrote into the Python worker's channel: {breach}")
            : exit.InCall(reason);
        foreach (PythonCall call in calls)
        {
            call.End(new ErrorEvent(error));
        }
    }

    private void StopIfDrained()
    {
        lock (_gate)
        {
            if (_draining && _conversations.Count == 0)
            {
                Stop("the worker was replaced");
            }
        }
    }
}
