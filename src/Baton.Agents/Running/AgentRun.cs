using System.Threading.Channels;
using Baton.Agents.Histories;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>
/// One run of an agent: opening, then turns (the model's answer, the tools it calls) until there is an answer without
/// calls or something ends it, then closing. Pulled by whoever wants its events; leaving the enumeration ends the run.
/// </summary>
internal sealed class AgentRun : IDisposable
{
    private const int ToolEventsAhead = 64;

    private readonly RunState _run;
    private readonly RunStart _start;
    private readonly bool _isObserved;
    private readonly VerboseLog? _log;
    private RunEnd? _end;
    private int _repairs;

    public AgentRun(RunStart start, bool isObserved, CancellationToken cancellationToken)
    {
        _start = start;
        _run = new RunState(start.Config, start.Agent, start.Caller, start.Paused, cancellationToken);
        _log = start.Config.Verbose ? new VerboseLog(start.Config.VerboseOutput) : null;
        _isObserved = isObserved || _log is not null;
    }

    /// <summary>What came of it, after the end of the enumeration.</summary>
    public RunResult Result { get; private set; } = null!;

    /// <summary>Runs without looking at events.</summary>
    public async Task<RunResult> CompleteAsync()
    {
        IAsyncEnumerator<AgentEvent> events = RunAsync().GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (await events.MoveNextAsync().ConfigureAwait(false))
            {
                // Only a run that writes a log has events here.
            }
        }
        finally
        {
            await events.DisposeAsync().ConfigureAwait(false);
        }

        return Result;
    }

    /// <summary>Runs; what happens comes as events when somebody looks, the last being <see cref="RunEndedEvent"/>.</summary>
    public async IAsyncEnumerable<AgentEvent> RunAsync()
    {
        try
        {
            if (_isObserved)
            {
                yield return Seen(new RunStartedEvent(_run.Context.RunId, _run.Agent.Agent.Name));
            }

            _end = _start.Paused is null
                ? await RunOpening.OpenAsync(_run, _start.Input, _start.History).ConfigureAwait(false)
                : RunOpening.Reopen(_run, _start.Paused);
            ToolRound? round = _start.Paused is { } paused ? ToolRound.Resume(_run, paused, _start.Decisions!) : null;
            while (_end is null)
            {
                int turn = _run.Context.TurnCount;
                _run.Clock.BeginTurn();
                if (round is null)
                {
                    _run.Context.TurnCount = ++turn;
                    ModelStep step;
                    if (_isObserved)
                    {
                        yield return Seen(new TurnStartedEvent(turn));
                        ModelStream stream = new(_run, _start.Output);
                        await using (stream.ConfigureAwait(false))
                        {
                            while (await stream.MoveNextAsync().ConfigureAwait(false))
                            {
                                yield return Seen(stream.Current);
                            }
                        }

                        step = stream.Step;
                        if (step.Usage is { } usage)
                        {
                            yield return Seen(new UsageEvent(usage, step.Model?.Model));
                        }
                    }
                    else
                    {
                        step = await ModelPhase.AskAsync(_run, _start.Output).ConfigureAwait(false);
                    }

                    round = await TakeAsync(step).ConfigureAwait(false);
                    if (_isObserved && round is not null)
                    {
                        foreach (FunctionCallContent call in round.Calls)
                        {
                            yield return Seen(
                                new ToolCallEvent(call.CallId, call.Name, Tools.ToolJson.Element(call.Arguments))
                            );
                        }
                    }
                }

                if (round is not null && _end is null)
                {
                    if (_isObserved)
                    {
                        await foreach (AgentEvent happened in ObserveAsync(round).ConfigureAwait(false))
                        {
                            yield return Seen(happened);
                        }
                    }
                    else
                    {
                        _end = await round.CarryOutAsync().ConfigureAwait(false);
                    }

                    if (_end is null && round.HandsOverTo is { } next)
                    {
                        string from = _run.Agent.Agent.Name;
                        _run.Agent = next.Prepare(_run.Config);
                        if (_isObserved)
                        {
                            yield return Seen(new HandoffEvent(from, next.Name));
                        }
                    }
                }

                if (_isObserved && round is not null && _end is not null)
                {
                    foreach (ToolResultEvent untold in round.UntoldResults)
                    {
                        yield return Seen(untold);
                    }
                }

                round = null;
                _run.Clock.EndTurn();
                if (_isObserved && _end?.Status != RunStatus.Running)
                {
                    yield return Seen(new TurnEndedEvent(turn));
                }

                _end ??= NoMoreTurns();
            }

            await CloseAsync().ConfigureAwait(false);
            if (_isObserved)
            {
                if (RunClosing.Outcome(Result) is { } outcome)
                {
                    yield return Seen(outcome);
                }

                yield return Seen(new RunEndedEvent(Result));
            }
        }
        finally
        {
            if (Result is null)
            {
                _run.Clock.Stop();
                _end ??= RunEnd.Cancelled;
                await CloseAsync().ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _run.Clock.Dispose();

    private async IAsyncEnumerable<AgentEvent> ObserveAsync(ToolRound round)
    {
        Channel<AgentEvent> events = Channel.CreateBounded<AgentEvent>(
            new BoundedChannelOptions(ToolEventsAhead) { SingleReader = true }
        );
        Task working = CarryOutAsync(round, events.Writer);
        bool isAbandoned = true;
        try
        {
            while (await events.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                while (events.Reader.TryRead(out AgentEvent? happened))
                {
                    yield return happened;
                }
            }

            isAbandoned = false;
        }
        finally
        {
            if (isAbandoned)
            {
                _run.Clock.Stop();
            }

            await working.ConfigureAwait(false);
        }
    }

    private async Task CarryOutAsync(ToolRound round, ChannelWriter<AgentEvent> events)
    {
        _run.ToolEvents = events;
        try
        {
            _end = await round.CarryOutAsync().ConfigureAwait(false);
        }
        finally
        {
            _run.ToolEvents = null;
            events.Complete();
        }
    }

    // The model's answer is either the run's or calls tools first.
    private async ValueTask<ToolRound?> TakeAsync(ModelStep step)
    {
        if (step.End is not null)
        {
            _end = step.End;
            return null;
        }

        ChatMessage answer = step.Answer!;
        ToolRound? round = ToolRound.Of(_run, answer);
        string text = answer.Text;
        if (round is null)
        {
            await AnswerAsync(answer, text).ConfigureAwait(false);
            return null;
        }

        if (text.Length > 0)
        {
            _run.LastText = text;
        }

        if (_run.Ledger.Limit() is { } limit)
        {
            round.Refuse(limit.Error!.Message);
            _end = limit;
        }

        return round;
    }

    private async ValueTask AnswerAsync(ChatMessage answer, string text)
    {
        try
        {
            _end = await RunOpening
                .JudgeAsync(_run, _run.Agent.Agent.OutputGuardrails, text, "answer")
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _end = _run.EndBy(error);
        }

        if (_end is not null)
        {
            return;
        }

        _run.LastText = text;
        if (MessageContents.SaysSomething(answer))
        {
            _run.Messages.Add(answer);
        }

        if (_start.Output?.Read(text) is { } problem)
        {
            if (_repairs++ == _run.Config.MaxOutputRepairs)
            {
                _end = RunEnd.Failed(
                    ErrorKind.Protocol,
                    $"The answer is not of the wanted form after {_run.Config.MaxOutputRepairs} corrections: {problem}"
                );
                return;
            }

            _end = _run.Ledger.Limit();
            if (_end is null)
            {
                _run.Messages.Add(
                    new ChatMessage(
                        ChatRole.User,
                        $"Your answer is not valid JSON of the wanted schema: {problem} Answer again with nothing but the JSON."
                    )
                );
            }

            return;
        }

        _end = RunEnd.Completed;
    }

    private RunEnd? NoMoreTurns() =>
        _run.Context.TurnCount >= _run.Config.MaxTurns
            ? RunEnd.AtLimit(
                "max_turns",
                $"The run has no answer after {_run.Config.MaxTurns} turns; `MaxTurns` allows no more"
            )
            : _run.Ledger.Limit();

    private async ValueTask CloseAsync() => Result = await RunClosing.CloseAsync(_run, _end!).ConfigureAwait(false);

    private AgentEvent Seen(AgentEvent happened)
    {
        _log?.Write(happened);
        return happened;
    }
}
