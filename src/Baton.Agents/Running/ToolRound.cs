using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>
/// The calls of one answer: carried out in parallel, told to the model in the order it made them. However the round
/// ends, the conversation gets a result for every call, or none of them when the run pauses.
/// </summary>
internal sealed class ToolRound
{
    private readonly RunState _run;
    private readonly ChatMessage _answer;
    private readonly FunctionCallContent[] _calls;
    private readonly ToolOutcome?[] _outcomes;
    private readonly IReadOnlyDictionary<string, ToolApproval>? _decisions;
    private readonly int _handoff;
    private ToolOutcome? _firstFailure;
    private bool _waitsForApproval;

    private ToolRound(
        RunState run,
        ChatMessage answer,
        FunctionCallContent[] calls,
        IReadOnlyDictionary<string, ToolApproval>? decisions
    )
    {
        _run = run;
        _answer = answer;
        _calls = calls;
        _decisions = decisions;
        _outcomes = new ToolOutcome?[calls.Length];
        _handoff = Array.FindIndex(calls, call => run.Agent.Tools.Find(call.Name)?.Handoff is not null);
    }

    public IReadOnlyList<FunctionCallContent> Calls => _calls;

    /// <summary>What came of calls that nobody was told yet, because the run was ending; in the order of the calls.</summary>
    public IEnumerable<ToolResultEvent> UntoldResults =>
        _outcomes.OfType<ToolOutcome>().Where(outcome => !outcome.IsTold).Select(outcome => outcome.ToEvent());

    /// <summary>Who takes over after the round.</summary>
    public Agent? HandsOverTo { get; private set; }

    /// <summary>The round of an answer, or nothing when it calls no tools.</summary>
    public static ToolRound? Of(RunState run, ChatMessage answer)
    {
        FunctionCallContent[] calls = run.CallIds.Take(ref answer);
        return calls.Length == 0 ? null : new ToolRound(run, answer, calls, decisions: null);
    }

    /// <summary>The round in which a run paused, with what had been carried out already.</summary>
    public static ToolRound Resume(RunState run, PausedRun paused, IReadOnlyDictionary<string, ToolApproval> decisions)
    {
        ChatMessage answer = paused.Answer;
        FunctionCallContent[] calls = run.CallIds.Take(ref answer);
        ToolRound round = new(run, answer, calls, decisions);
        for (int index = 0; index < round._calls.Length; index++)
        {
            FunctionCallContent call = round._calls[index];
            if (paused.FinishedCalls.FirstOrDefault(done => done.CallId == call.CallId) is { } done)
            {
                round._outcomes[index] = new ToolOutcome(call, done.Result, done.Error, done.Duration)
                {
                    Handoff = done.Error is null ? run.Agent.Tools.Find(call.Name)?.Handoff : null,
                    IsTold = true,
                };
            }
        }

        return round;
    }

    /// <summary>Carries out nothing: the run is over.</summary>
    public void Refuse(string reason)
    {
        for (int index = 0; index < _calls.Length; index++)
        {
            _outcomes[index] ??= ToolOutcome.Failed(_calls[index], $"Not carried out: {reason}", TimeSpan.Zero);
        }

        Close();
    }

    /// <summary>Carries out every call; returns how the run ends, if it does.</summary>
    public async Task<RunEnd?> CarryOutAsync()
    {
        CancellationToken token = _run.Clock.Token;
        if (_run.Config.StopOnToolError)
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(token);
            await CarryOutAllAsync(stop, stop.Token).ConfigureAwait(false);
        }
        else
        {
            await CarryOutAllAsync(stop: null, token).ConfigureAwait(false);
        }

        if (token.IsCancellationRequested)
        {
            RunEnd end = _run.Clock.Why();
            Refuse(end.Error!.Message);
            return end;
        }

        if (_run.HookFailure is { } hook)
        {
            Refuse("a hook failed");
            return _run.EndBy(hook);
        }

        if (_firstFailure is { } failed)
        {
            Refuse("another tool failed");
            return RunEnd.Failed(ErrorKind.Tool, $"The tool `{failed.Call.Name}` failed: {failed.Error}", failed.Cause);
        }

        if (_waitsForApproval)
        {
            _run.Paused = PausedRun.Of(_run, _answer, _calls, _outcomes);
            return RunEnd.Paused;
        }

        Close();
        return null;
    }

    private async Task CarryOutAllAsync(CancellationTokenSource? stop, CancellationToken token)
    {
        if (_calls.Length == 1)
        {
            await CarryOutAsync(0, stop, token).ConfigureAwait(false);
            return;
        }

        int next = -1;
        Task[] workers = new Task[Math.Min(_calls.Length, _run.Config.MaxParallelTools)];
        for (int worker = 0; worker < workers.Length; worker++)
        {
            workers[worker] = WorkAsync();
        }

        await Task.WhenAll(workers).ConfigureAwait(false);

        async Task WorkAsync()
        {
            for (
                int index = Interlocked.Increment(ref next);
                index < _calls.Length;
                index = Interlocked.Increment(ref next)
            )
            {
                await CarryOutAsync(index, stop, token).ConfigureAwait(false);
            }
        }
    }

    private async Task CarryOutAsync(int index, CancellationTokenSource? stop, CancellationToken token)
    {
        if (_outcomes[index] is not null)
        {
            return;
        }

        FunctionCallContent call = _calls[index];
        ToolCall work = new(_run, call, token);
        ToolOutcome? outcome = await work.CarryOutAsync(
                _decisions?.GetValueOrDefault(call.CallId),
                mayHandOver: index == _handoff
            )
            .ConfigureAwait(false);
        if (outcome is null)
        {
            _waitsForApproval = true;
            return;
        }

        _outcomes[index] = outcome;
        if (_run.ToolEvents is not null)
        {
            try
            {
                await _run.EmitAsync(outcome.ToEvent(), token).ConfigureAwait(false);
                outcome.IsTold = true;
            }
            catch (OperationCanceledException)
            {
                // The run is ending; whoever looks on is told at the end of the round.
            }
        }

        if (outcome.Error is not null && stop is not null)
        {
            Interlocked.CompareExchange(ref _firstFailure, outcome, comparand: null);
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private void Close()
    {
        List<AIContent> results = new(_outcomes.Length);
        foreach (ToolOutcome? outcome in _outcomes)
        {
            results.Add(outcome!.ToContent());
            _run.ToolCalls.Add(outcome.ToRecord());
            HandsOverTo ??= outcome.Handoff;
        }

        _run.Messages.Add(_answer);
        _run.Messages.Add(new ChatMessage(ChatRole.Tool, results));
    }
}
