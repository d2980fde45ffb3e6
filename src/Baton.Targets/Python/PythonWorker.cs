using Baton.Agents;
using Baton.Targets.Python.Protocol;

namespace Baton.Targets.Python;

/// <summary>One worker process from its start to its end, with the calls in flight and the conversations it holds.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class PythonWorker : IAsyncDisposable
{
    private static readonly TimeSpan _goodbye = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _lastOutput = TimeSpan.FromSeconds(1);

    private readonly PythonLaunch _launch;
    private readonly TimeProvider _clock;
    private readonly Action<PythonWorker> _over;
    private readonly TaskCompletionSource<AgentError?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CallTable _calls;
    private readonly Task _life;

    // Guards everything below.
    private readonly Lock _gate = new();
    private readonly HashSet<long> _conversations = [];
    private PythonWorkerProcess? _process;
    private PythonWorkerSession? _session;
    private AgentError? _startError;
    private string? _stopReason;
    private LimitEvent? _limit;
    private bool _isGone;
    private bool _isDraining;

    /// <summary>Starts the worker; <paramref name="over"/> is called once when it has ended for good.</summary>
    public PythonWorker(PythonLaunch launch, TimeProvider clock, Action<PythonWorker> over)
    {
        _launch = launch;
        _calls = new CallTable(launch.Stream);
        _clock = clock;
        _over = over;
        _life = Task.Run(LiveAsync);
    }

    /// <summary>Completes when the target is loaded, or with why it is not.</summary>
    public Task<AgentError?> Ready => _ready.Task;

    /// <summary>Whether something in the worker's memory lasts from turn to turn. Known once it is ready.</summary>
    public bool IsStateful { get; private set; }

    /// <summary>Whether its process has ended or is being ended, and the state of its conversations with it.</summary>
    public bool IsGone
    {
        get
        {
            lock (_gate)
            {
                return _isGone;
            }
        }
    }

    /// <summary>How many conversations it holds, or <see langword="null"/> when it takes no new ones.</summary>
    public int? Load
    {
        get
        {
            lock (_gate)
            {
                return _isGone || _isDraining ? null : _conversations.Count;
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

            StopIfDrained();
        }
    }

    /// <summary>Begins a call. The worker must have become ready; if it has ended since, so has the call.</summary>
    public PythonCall Call(CallRequest request) => _calls.Begin(request, _session!.Outbox);

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
            _isDraining = true;
            _conversations.Remove(hung.Conversation);
            StopIfDrained();
        }
    }

    /// <summary>Ends the process and everything it started at once.</summary>
    /// <param name="reason">What its other calls are told.</param>
    public void Stop(string reason)
    {
        lock (_gate)
        {
            _isGone = true;
            _stopReason ??= reason;
            _process?.Kill();
        }
    }

    /// <summary>Lets the worker end by itself, or ends it after two seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        const string Reason = "the target was disposed";
        lock (_gate)
        {
            _stopReason ??= Reason;
            if (_session is null || !_ready.Task.IsCompleted || _isDraining)
            {
                Stop(Reason);
            }
            else
            {
                _isGone = true;
                _session.Outbox.SendShutdown();
                _session.Outbox.Close();
            }
        }

        try
        {
            await _life.WaitAsync(_goodbye, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Stop(Reason);
            await _life.ConfigureAwait(false);
        }
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
            _isGone = true;
        }

        _ready.TrySetResult(error);
        _over(this);
    }

    /// <summary>Stays with the process until all of it is gone.</summary>
    /// <returns>Why the worker did not become ready, if it did not.</returns>
    private async Task<AgentError> LiveAsync(PythonWorkerProcess process)
    {
        PythonWorkerSession session = Begin(process);
        using CancellationTokenSource over = new();
        using CancellationTokenSource patience = new(_launch.StartTimeout, _clock);
        using CancellationTokenRegistration late = patience.Token.Register(StopLateStart);
        Task watching = WatchMemoryAsync(process, over.Token);

        Task exited = process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAny(session.OutputEnded, exited).ConfigureAwait(false);
        process.Kill();
        await exited.ConfigureAwait(false);

        await over.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        await session.DrainAsync(_lastOutput, _clock).ConfigureAwait(false);
        WorkerExit exit = new(process.ExitCode, session.Tail.ToString());
        lock (_gate)
        {
            _isGone = true;
            _process = null;
            _calls.EndAll(_limit as AgentEvent ?? new ErrorEvent(exit.InCall(session.Breach, _stopReason)));
        }

        await session.Outbox.DisposeAsync().ConfigureAwait(false);
        return _startError ?? exit.BeforeReady(session.Breach, _launch);
    }

    private PythonWorkerSession Begin(PythonWorkerProcess process)
    {
        lock (_gate)
        {
            PythonWorkerSession session = new(process, Receive, _calls.Print);
            _process = process;
            _session = session;
            if (_isGone)
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
                _calls.Receive(message);
                break;
        }
    }

    private void Meet(WorkerMessage hello)
    {
        if (WorkerGreeting.Group(hello) is { } group)
        {
            lock (_gate)
            {
                _process!.GroupId = group;
            }
        }

        if (WorkerGreeting.Check(hello, _launch) is { } error)
        {
            FailStart(error);
        }
    }

    private void StopLateStart()
    {
        if (!_ready.Task.IsCompleted)
        {
            string printed = _session!.Tail.ToString() is { Length: > 0 } tail ? $"; it printed {tail}" : "";
            string waited = $"{_launch.StartTimeout.TotalSeconds:0.#} s";
            string message = $"importing `{_launch.Callable}` took longer than {waited}{printed}";
            FailStart(new AgentError(ErrorKind.Start, message));
        }
    }

    private void FailStart(AgentError error)
    {
        lock (_gate)
        {
            _startError ??= error;
            Stop(error.Message);
        }
    }

    private async Task WatchMemoryAsync(PythonWorkerProcess process, CancellationToken cancellationToken)
    {
        if (_launch.MaxMemory is not { } limit || !OperatingSystem.IsLinux())
        {
            return;
        }

        MemoryWatch watch = new(limit, process, _clock);
        if (await watch.WaitAsync(cancellationToken).ConfigureAwait(false) is { } passed)
        {
            lock (_gate)
            {
                _limit = passed;
                Stop(passed.Message);
            }
        }
    }

    private void StopIfDrained()
    {
        if (_isDraining && _conversations.Count == 0)
        {
            Stop("the worker was replaced");
        }
    }
}
