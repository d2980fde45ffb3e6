using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Experiments.Planning;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations;

/// <summary>One run while it happens: who said what, how it ended, what it cost. Not thread-safe.</summary>
internal sealed class ConversationRecord
{
    private readonly PlannedRun _run;
    private readonly string _traceId;
    private readonly bool _isConversation;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly long _started;
    private readonly ObservationLog _log;
    private readonly OutputMeasure _measure;
    private readonly string _root;
    private readonly List<ChatMessage> _transcript = [];
    private readonly List<TraceMessage> _history = [];
    private readonly List<TraceToolCall> _toolCalls = [];
    private readonly List<TurnSpan> _turnSpans = [];
    private Usage? _usage;
    private Usage? _supervisorUsage;
    private int _supervisorTurns;
    private RunOutcome _outcome = RunOutcome.Success;
    private TraceError? _error;
    private string _state = "active";
    private string _reason = "";
    private string? _output;
    private JsonElement? _raw;
    private JsonElement? _targetMetadata;
    private int _turns;

    /// <summary>Begins a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="traceId">The identifier of its trace.</param>
    /// <param name="isConversation">Whether there may be more than one turn.</param>
    /// <param name="time">The clock.</param>
    public ConversationRecord(PlannedRun run, string traceId, bool isConversation, TimeProvider time)
    {
        _run = run;
        _traceId = traceId;
        _isConversation = isConversation;
        _time = time;
        _startedAt = time.GetUtcNow();
        _started = time.GetTimestamp();
        _log = new ObservationLog(traceId, time);
        _measure = new OutputMeasure(time);
        _root = _log.Begin("agent_run", "agent", parent: null, JsonText.Element(run.Input.Text));
    }

    /// <summary>Lets the agent answer; says whether the conversation may go on.</summary>
    public async Task<bool> TakeTurnAsync(
        IConversation conversation,
        int number,
        UserTurn user,
        CancellationToken cancellationToken
    )
    {
        _turns = number;
        if (_isConversation)
        {
            _history.Add(new TraceMessage(number, "user", user.Text, user.Source) { DurationMs = user.DurationMs });
        }

        string span = number == 1 ? _root : _log.Begin($"turn_{number}", "agent", _root, JsonText.Element(user.Text));
        _turnSpans.Add(new TurnSpan(number, span, number == 1 ? _startedAt : _time.GetUtcNow()));
        Turn turn = new()
        {
            Input = user.Text,
            Number = number,
            History = number == 1 ? [] : [.. _transcript],
        };
        TurnRecorder recorder = new(number, _log, span, _measure, _time);
        try
        {
            await foreach (
                AgentEvent happened in conversation.TakeTurnAsync(turn, cancellationToken).ConfigureAwait(false)
            )
            {
                recorder.Take(happened);
            }
        }
        catch (Exception exception)
            when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            recorder.TakeFault(exception);
        }

        TurnResult result = recorder.Finish();
        Keep(number, user, result);
        Judge(user, result);
        _log.EndInside(span, "not ended by the agent");
        if (span != _root)
        {
            _log.End(span, result.Output is null ? null : JsonText.Element(result.Output), _error?.Message);
        }

        return _error is null;
    }

    /// <summary>Asks the supervisor what the user says next; null when the conversation is over.</summary>
    public async ValueTask<UserTurn?> AskSupervisorAsync(
        ISupervisor supervisor,
        int answered,
        int maxTurns,
        CancellationToken cancellationToken
    )
    {
        SupervisorRequest request = new(_run, _transcript, answered, maxTurns, _supervisorTurns++);
        string span = _log.Begin("supervisor", "supervisor", _root, input: null);
        long asked = _time.GetTimestamp();
        try
        {
            SupervisorDecision decision = await supervisor
                .DecideAsync(request, cancellationToken)
                .ConfigureAwait(false);
            AddSupervisorUsage(decision.Usage);
            _log.End(span, Describe(decision), error: null);
            if (decision.Continue && decision.NextUserMessage is { } next)
            {
                double took = _time.GetElapsedTime(asked).TotalMilliseconds;
                return new UserTurn(next, "supervisor", Expect: null, took);
            }

            Close(answered, decision);
        }
        catch (SupervisorException exception)
        {
            AddSupervisorUsage(exception.Usage);
            _log.End(span, output: null, exception.Message);
            _outcome = RunOutcome.SimulatorFault;
            _error = new TraceError(ErrorKind.Supervisor, exception.Message);
            Terminate("error");
        }

        return null;
    }

    /// <summary>Ends the conversation as one that reached its end.</summary>
    public void Complete(string reason) => (_state, _reason) = ("completed", reason);

    /// <summary>Ends the conversation as one that was cut off.</summary>
    public void Terminate(string reason) => (_state, _reason) = ("terminated", reason);

    /// <summary>Makes the record of the finished run.</summary>
    /// <param name="spans">The spans that the agent exports for it, or <see langword="null"/>.</param>
    public RunRecord Finish(RunSpans? spans)
    {
        _log.End(_root, _output is null ? null : JsonText.Element(_output), _error?.Message);
        RunTrace trace = new()
        {
            TraceId = _traceId,
            RunKey = _run.Key,
            RunIndex = _run.Index,
            InputId = _run.Input.Id,
            Iteration = _run.Iteration,
            Persona = _run.Persona?.Name,
            Input = _run.Input.Text,
            Output = _output,
            DurationMs = _time.GetElapsedTime(_started).TotalMilliseconds,
            Outcome = _outcome,
            Error = _error,
            StartedAt = _startedAt,
            TokenUsage = TraceTokens.Of(_usage),
            Cost = _usage?.Cost,
            SupervisorTokenUsage = TraceTokens.Of(_supervisorUsage),
            SupervisorCost = _supervisorUsage?.Cost,
            FirstOutputMs = _measure.FirstOutputMs,
            LongestGapMs = _measure.LongestGapMs,
            OutputRate = _measure.OutputRate,
            ToolCalls = _toolCalls,
            Metadata = Metadata(),
            OtelTraceId = spans?.Trace.ToString(),
            OtelSpanId = spans is null ? null : $"{spans.Span:x16}",
            Conversation = _isConversation
                ? new TraceConversation
                {
                    State = _state,
                    TerminationReason = _reason,
                    TurnCount = _turns,
                    History = _history,
                }
                : null,
        };
        return new RunRecord(trace, _log.Items)
        {
            Awaited = spans is null ? null : new AwaitedSpans(spans, _turnSpans),
        };
    }

    private void Keep(int number, UserTurn user, TurnResult result)
    {
        _output = result.Output ?? _output;
        _raw = result.Raw;
        _targetMetadata = result.Metadata;
        _toolCalls.AddRange(result.ToolCalls);
        if (result.Usage is not null)
        {
            _usage = _usage is null ? result.Usage : _usage + result.Usage;
        }

        if (!_isConversation)
        {
            return;
        }

        _transcript.Add(new ChatMessage(ChatRole.User, user.Text));
        Transcript.AddAnswer(_transcript, result);
        if (result.Output is not null || result.ToolCalls.Count > 0)
        {
            _history.Add(
                new TraceMessage(number, "assistant", result.Output ?? "", "agent")
                {
                    ToolCalls = result.ToolCalls,
                    DurationMs = result.DurationMs,
                    FirstOutputMs = result.FirstOutputMs,
                }
            );
        }
    }

    private void Judge(UserTurn user, TurnResult result)
    {
        if (result.Limit is { } limit)
        {
            Fail(RunOutcome.Limited, new TraceError(limit.Limit, limit.Message), "limit");
        }
        else if (result.Error is { } error)
        {
            Fail(RunOutcome.Failed, new TraceError(error.Kind, error.Message, error.Details), "error");
        }
        else if (user.Expect is { } expect && ExpectationCheck.Check(expect, result) is { Count: > 0 } broken)
        {
            string message = $"turn {_turns}: {string.Join("; ", broken)}";
            Fail(RunOutcome.Failed, new TraceError(ErrorKind.Expectation, message), "error");
        }
    }

    private void Fail(RunOutcome outcome, TraceError error, string reason)
    {
        (_outcome, _error) = (outcome, error);
        Terminate(reason);
    }

    private void Close(int answered, SupervisorDecision decision)
    {
        if (decision.ClosingUserMessage is { } closing)
        {
            _history.Add(new TraceMessage(answered, "user", closing, "supervisor"));
        }

        Complete(decision.ScriptComplete ? "script_complete" : "supervisor_stop");
    }

    private void AddSupervisorUsage(Usage? usage)
    {
        if (usage is not null)
        {
            _supervisorUsage = _supervisorUsage is null ? usage : _supervisorUsage + usage;
        }
    }

    private JsonObject? Metadata()
    {
        if (
            _run.Input is { Metadata: null, Expected: null, Scenario: null, Notes: null }
            && _raw is null
            && _targetMetadata is null
        )
        {
            return null;
        }

        JsonObject metadata = [];
        foreach ((string name, JsonNode? value) in _run.Input.Metadata ?? [])
        {
            metadata[name] = value?.DeepClone();
        }

        Set(metadata, "expected", _run.Input.Expected?.DeepClone());
        Set(metadata, "scenario", _run.Input.Scenario);
        Set(metadata, "notes", _run.Input.Notes?.DeepClone());
        Set(metadata, "raw_output", _raw is { } raw ? JsonText.Node(raw) : null);
        Set(metadata, "target", _targetMetadata is { } kept ? JsonText.Node(kept) : null);
        return metadata;
    }

    private static void Set(JsonObject metadata, string name, JsonNode? value)
    {
        if (value is not null)
        {
            metadata[name] = value;
        }
    }

    private static JsonElement Describe(SupervisorDecision decision) =>
        JsonText.Object(writer =>
        {
            writer.WriteString("decision", decision.Continue ? "continue" : "terminate");
            if (decision.NextUserMessage is not null)
            {
                writer.WriteString("next_user_message", decision.NextUserMessage);
            }

            if (decision.TerminationReason is not null)
            {
                writer.WriteString("termination_reason", decision.TerminationReason);
            }

            if (decision.ClosingUserMessage is not null)
            {
                writer.WriteString("closing_user_message", decision.ClosingUserMessage);
            }
        });
}
