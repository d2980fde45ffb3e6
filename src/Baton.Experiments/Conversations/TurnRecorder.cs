using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Conversations;

/// <summary>Listens to one turn of an agent and writes down what it says, calls and spends. For one turn only.</summary>
internal sealed class TurnRecorder(
    int number,
    ObservationLog log,
    string span,
    OutputMeasure measure,
    TimeProvider time
)
{
    private readonly long _started = measure.BeginTurn();
    private List<TraceToolCall>? _calls;
    private Dictionary<string, NestedWork>? _nested;
    private StringBuilder? _text;
    private string? _onlyPiece;
    private StringBuilder? _reasoning;
    private Usage? _usage;
    private double? _firstOutputMs;
    private FinalEvent? _final;
    private AgentError? _error;
    private LimitEvent? _limit;

    /// <summary>Writes down what happened.</summary>
    public void Take(AgentEvent happened)
    {
        switch (happened)
        {
            case TextEvent text:
                TakeText(text.Content);
                break;
            case ReasoningEvent reasoning:
                (_reasoning ??= new()).Append(reasoning.Content);
                break;
            case ToolCallEvent call:
                TakeCall(call);
                break;
            case ToolResultEvent result:
                TakeResult(result);
                break;
            case ToolApprovalRequestedEvent request:
                log.Add("approval_request", "tool", span, Approval(request));
                break;
            case UsageEvent usage:
                Spend(usage.Usage);
                break;
            case NestedEvent nested:
                Spend(
                    NestedWork
                        .Inside(_nested ??= new(StringComparer.Ordinal), log, nested, ParentOf(nested))
                        .Take(nested.Event)
                );
                break;
            case HandoffEvent handoff:
                log.Add("handoff", "agent", span, JsonText.Element(handoff.To));
                break;
            case LogEvent line:
                log.Add(line.Source, "log", span, JsonText.Element(line.Message));
                break;
            case SpanStartedEvent started:
                log.Start(started, span);
                break;
            case SpanEndedEvent ended:
                log.End(ended);
                break;
            case ObservationEvent observation:
                log.Add(observation.Name, observation.Kind, observation.ParentSpanId ?? span, observation.Data);
                break;
            case FinalEvent final:
                _final = final;
                break;
            case ErrorEvent error:
                _error = error.Error;
                break;
            case LimitEvent limit:
                _limit = limit;
                break;
        }
    }

    /// <summary>Writes down that the turn broke off by a fault of Baton's own.</summary>
    public void TakeFault(Exception exception) =>
        _error = new AgentError(
            ErrorKind.Internal,
            $"Baton failed while the agent took its turn: {exception.Message}; please report it"
        )
        {
            Details = new() { ["exception"] = exception.ToString() },
        };

    private void Spend(Usage? usage) => _usage = usage is null || _usage is null ? usage ?? _usage : _usage + usage;

    private void TakeText(string content)
    {
        measure.Count(content.Length);
        _firstOutputMs ??= time.GetElapsedTime(_started).TotalMilliseconds;
        if (_text is not null)
        {
            _text.Append(content);
        }
        else if (_onlyPiece is null)
        {
            _onlyPiece = content;
        }
        else
        {
            _text = new StringBuilder(_onlyPiece).Append(content);
        }
    }

    private void TakeCall(ToolCallEvent call)
    {
        (_calls ??= []).Add(
            new TraceToolCall(call.CallId, call.ToolName, call.Arguments, Result: null, Error: null, number)
        );
        if (!log.HasOpenTool(call.CallId))
        {
            log.Start(new SpanStartedEvent(Span(call.CallId), call.ToolName, "tool") { Input = call.Arguments }, span);
        }
    }

    private void TakeResult(ToolResultEvent result)
    {
        int index = _calls?.FindLastIndex(call => call.CallId == result.CallId) ?? -1;
        if (index >= 0)
        {
            _calls![index] = _calls[index] with { Result = result.Result, Error = result.Error };
        }

        log.End(new SpanEndedEvent(Span(result.CallId)) { Output = result.Result, Error = result.Error });
    }

    /// <summary>What the turn came to.</summary>
    public TurnResult Finish()
    {
        if (_final is null && _error is null && _limit is null)
        {
            _error = new AgentError(ErrorKind.NoOutput, "the agent's turn ended without an answer");
        }

        if (_reasoning is not null)
        {
            log.Add("reasoning", "generation", span, JsonText.Element(_reasoning.ToString()));
        }

        if (_final is not null && _firstOutputMs is null)
        {
            measure.Count(_final.Output.Length);
            _firstOutputMs = time.GetElapsedTime(_started).TotalMilliseconds;
        }

        return new TurnResult
        {
            Output = _final?.Output ?? _text?.ToString() ?? _onlyPiece,
            Error = _error,
            Limit = _limit,
            Metadata = _final?.Metadata,
            Raw = _final?.Raw,
            ToolCalls = _calls ?? [],
            Usage = _usage,
            DurationMs = time.GetElapsedTime(_started).TotalMilliseconds,
            FirstOutputMs = _firstOutputMs,
        };
    }

    // A nested agent works for a tool call, inside a span that the agent opened, or for the turn itself.
    private string ParentOf(NestedEvent nested) =>
        log.HasOpenTool(Span(nested.CallId)) ? Span(nested.CallId)
        : log.HasOpen(nested.CallId) ? nested.CallId
        : span;

    private string Span(string callId) => $"{span}-{callId}";

    private static JsonElement Approval(ToolApprovalRequestedEvent request) =>
        JsonText.Object(writer =>
        {
            writer.WriteString("call_id", request.CallId);
            writer.WriteString("tool", request.ToolName);
            if (request.Arguments is { } arguments)
            {
                writer.WritePropertyName("arguments");
                arguments.WriteTo(writer);
            }
        });
}
