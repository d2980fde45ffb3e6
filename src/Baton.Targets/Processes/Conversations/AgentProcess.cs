using System.Diagnostics.CodeAnalysis;
using Baton.Agents;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Processes.Conversations;

/// <summary>A live process that speaks the JSONL protocol. Thread-safe.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private const int MostAttempts = 3;
    private static readonly TimeSpan LateExit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FarewellTime = TimeSpan.FromMilliseconds(500);
    private readonly ProcessLaunch _launch;
    private readonly TimeProvider _time;
    private readonly Action? _identified;
    private readonly OpenRequests _requests = new();
    private readonly Cancellations _cancellations;

    [SuppressMessage(
        "Usage",
        "CA2213",
        Justification = "Those who wait for it may outlive the process; it holds no handle."
    )]
    private readonly SemaphoreSlim _turnstile = new(1);

    private readonly TaskCompletionSource<AgentError?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LineWriter _writer;
    private readonly AgentOutput _output;
    private AgentEvent? _verdict;
    private long _opened;
    private volatile bool _hasAnswered;
    private volatile bool _isRetired;
    private volatile bool _answersWithIds;

    private AgentProcess(ProcessLaunch launch, Action? identified)
    {
        _launch = launch;
        _time = launch.Program.TimeProvider;
        _identified = identified;
        _cancellations = new Cancellations(launch.Program.KillTimeout, _time, Retire);
        Child = launch.Program.Start(OnStderrLine, launch.TraceParent);
        _writer = new LineWriter(Child.Input);
        _output = new AgentOutput(Child, launch, _requests, _ready.Task)
        {
            Printed = OnPrinted,
            Ended = OnEnded,
            Identified = OnIdentified,
            EndedLate = _cancellations.Confirm,
        };
        if (launch.ReadyPattern is null)
        {
            _ready.SetResult(null);
        }

        Completion = LiveAsync();
    }

    /// <summary>The program.</summary>
    public IProgram Child { get; }

    /// <summary>Completes when the process and everything about it is over; never fails.</summary>
    public Task Completion { get; }

    /// <summary>Whether new requests may be given to it.</summary>
    public bool IsUsable => !_isRetired && _verdict is null && !Child.Exit.IsCompleted;

    /// <summary>Whether its answers name the request, so that many can be under way at once.</summary>
    public bool AnswersWithIds => _answersWithIds;

    /// <summary>Why the process is over; set before <see cref="Completion"/>.</summary>
    public AgentError? Ending { get; private set; }

    /// <summary>The start of the last line of unknown type, for error messages, or <see langword="null"/>.</summary>
    public string? UnknownLine => _output.UnknownLine;

    /// <summary>Starts the program.</summary>
    /// <param name="launch">What to start.</param>
    /// <param name="identified">Is called once, when the first answer names its request.</param>
    /// <exception cref="ProcessStartException">It cannot be started.</exception>
    public static AgentProcess Start(ProcessLaunch launch, Action? identified) => new(launch, identified);

    /// <summary>Waits until the process takes input.</summary>
    /// <exception cref="ProcessStartException">It ended before, or took too long; it is stopped then.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        AgentError? error;
        try
        {
            error = await _ready.Task.WaitAsync(_launch.ReadyTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            error = ProcessFailure.NotReady(Child, _launch);
        }

        if (error is not null)
        {
            await StopAsync(new ErrorEvent(error)).ConfigureAwait(false);
            throw new ProcessStartException(error);
        }
    }

    /// <summary>Opens a request, once the process is free for it.</summary>
    /// <returns>The request, or <see langword="null"/> when the process takes no more.</returns>
    public async ValueTask<AgentRequest?> OpenAsync(CancellationToken cancellationToken)
    {
        bool isAlone = !_answersWithIds;
        if (isAlone)
        {
            await _turnstile.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        AgentRequest request = new(this, Interlocked.Increment(ref _opened), isAlone);
        if (_answersWithIds)
        {
            // It was found out while this one waited: there is no need to keep others waiting.
            Leave(request);
        }

        if (IsUsable && _requests.TryAdd(request))
        {
            return request;
        }

        Leave(request);
        return null;
    }

    /// <summary>Ends the attempts to find a process that lives long enough to be given an input.</summary>
    /// <param name="attempt">The number of processes tried.</param>
    /// <exception cref="ProcessStartException">It was the last attempt; the error tells how this process ended.</exception>
    public async ValueTask GiveUpAfterAsync(int attempt)
    {
        if (attempt >= MostAttempts)
        {
            await Completion.ConfigureAwait(false);
            throw new ProcessStartException(Ending!);
        }
    }

    /// <summary>Sends a request's input.</summary>
    public void Send(AgentRequest request, Turn turn, ConversationContext conversation) =>
        _writer.Write(
            (Number: _launch.SendsIds ? request.Number : (long?)null, Turn: turn, Conversation: conversation),
            static (json, input) => InputLine.WriteInput(json, input.Number, input.Turn, input.Conversation)
        );

    /// <summary>Sends a decision about a tool call.</summary>
    public void Send(ApprovalIds ids, ToolApproval approval) =>
        _writer.Write(
            (Ids: ids, Approval: approval),
            static (json, reply) => InputLine.WriteApproval(json, reply.Ids, reply.Approval)
        );

    /// <summary>Lets the next one in, once a request is over or is known not to need the process for itself.</summary>
    public void Leave(AgentRequest request)
    {
        if (request.GiveWay())
        {
            _turnstile.Release();
        }
    }

    /// <summary>
    /// Ends a request nobody waits for any more. An agent that answers with identifiers is told, and retired when it
    /// does not confirm in time. Any other is stopped, for nobody knows what it would answer next.
    /// </summary>
    public async ValueTask AbandonAsync(AgentRequest request)
    {
        bool wasOpen = _requests.Remove(request);
        request.End(outcome: null);
        if (wasOpen && _answersWithIds)
        {
            _cancellations.Add(request.Number);
            _writer.Write(request.Number, InputLine.WriteCancel);
            EndIfRetired();
        }
        else if (wasOpen)
        {
            await StopAsync(new ErrorEvent(ProcessFailure.Stopped)).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the process at once; every request on it ends this way.</summary>
    public async Task StopAsync(AgentEvent outcome)
    {
        GiveUp(outcome);
        await Child.StopAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
    }

    /// <summary>Takes leave: the input ends, and a moment later the process is told to.</summary>
    public async ValueTask DisposeAsync()
    {
        _isRetired = true;
        if (_requests.TryCloseEmpty())
        {
            _writer.Close();
            try
            {
                await Child.Exit.WaitAsync(FarewellTime, _time).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // It does not end by itself.
            }
        }

        await StopAsync(new ErrorEvent(ProcessFailure.Stopped)).ConfigureAwait(false);
        _cancellations.Dispose();
        _output.Dispose();
    }

    private async Task LiveAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        AgentError? problem = await _output.ReadAsync().ConfigureAwait(false);
        if (problem is not null)
        {
            GiveUp(new ErrorEvent(problem));
        }

        bool closedOutput = _verdict is null && !await ExitsInTimeAsync().ConfigureAwait(false);
        await Child.StopAsync().ConfigureAwait(false);
        ProcessExit exit = await Child.Exit.ConfigureAwait(false);
        if (Child.Limit is { } limit)
        {
            Interlocked.CompareExchange(ref _verdict, limit, null);
        }

        AgentError ended = ProcessFailure.Ended(Child, exit, closedOutput, UnknownLine);
        Ending = ended;
        bool inPeace = _verdict is null && !closedOutput && exit.Code == 0 && _hasAnswered;
        foreach (AgentRequest request in _requests.Close())
        {
            request.End(_verdict ?? new ErrorEvent(ended), inPeace && !request.IsAnswered);
        }

        _ready.TrySetResult(ended with { Kind = ErrorKind.Start, Message = "before it was ready, " + ended.Message });
        _cancellations.Dispose();
        await _writer.DisposeAsync().ConfigureAwait(false);
        await Child.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<bool> ExitsInTimeAsync()
    {
        try
        {
            await Child.Exit.WaitAsync(LateExit, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            // Whoever stopped it meanwhile knows better what happened.
            return _verdict is not null || _isRetired;
        }
    }

    private void GiveUp(AgentEvent outcome)
    {
        Interlocked.CompareExchange(ref _verdict, outcome, null);
        AgentEvent final = _verdict is ErrorEvent error
            ? new ErrorEvent(ProcessFailure.With(Child, error.Error))
            : _verdict;
        foreach (AgentRequest request in _requests.Close())
        {
            request.End(final);
        }
    }

    private void Retire()
    {
        _isRetired = true;
        EndIfRetired();
    }

    private void EndIfRetired()
    {
        if (_isRetired && _requests.TryCloseEmpty())
        {
            // The end is awaited by LiveAsync, which sees the output close.
            _ = Child.StopAsync();
        }
    }

    private void OnEnded(AgentRequest request)
    {
        _hasAnswered = true;
        EndIfRetired();
    }

    private void OnIdentified()
    {
        if (!_answersWithIds)
        {
            _answersWithIds = true;
            foreach (AgentRequest request in _requests.All())
            {
                Leave(request);
            }

            _identified?.Invoke();
        }
    }

    private void OnStderrLine(string line)
    {
        _requests.Only?.AddLog(line, "stderr");
        OnPrinted(line);
    }

    private void OnPrinted(string line)
    {
        if (!_ready.Task.IsCompleted && _launch.ReadyPattern?.Matches(line) == true)
        {
            _ready.TrySetResult(null);
        }
    }
}
