using System.Text.Json;
using Baton.Agents;

namespace Baton.Experiments.Conversations;

/// <summary>Writes down what one agent does inside another: a span of its own, with its tools and agents inside it.</summary>
internal sealed class NestedWork(ObservationLog log, string agentName, string parent)
{
    private readonly string _span = log.Begin(agentName, "agent", parent, input: null);
    private readonly Dictionary<string, string> _tools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NestedWork> _agents = new(StringComparer.Ordinal);
    private bool _isOver;

    /// <summary>Writes down what happened; returns what it cost, when the event says so.</summary>
    public Usage? Take(AgentEvent happened)
    {
        switch (happened)
        {
            case ToolCallEvent call:
                _tools[call.CallId] = log.Begin(call.ToolName, "tool", _span, call.Arguments);
                return null;
            case ToolResultEvent result when _tools.Remove(result.CallId, out string? tool):
                log.End(tool, result.Result, result.Error);
                return null;
            case LogEvent line:
                log.Add(line.Source, "log", _span, JsonText.Element(line.Message));
                return null;
            case SpanStartedEvent started:
                log.Start(started, _span);
                return null;
            case SpanEndedEvent ended:
                log.End(ended);
                return null;
            case ObservationEvent observation:
                log.Add(observation.Name, observation.Kind, observation.ParentSpanId ?? _span, observation.Data);
                return null;
            case HandoffEvent handoff:
                log.Add("handoff", "agent", _span, JsonText.Element(handoff.To));
                return null;
            case UsageEvent usage:
                return usage.Usage;
            case FinalEvent final:
                return End(JsonText.Element(final.Output), error: null);
            case ErrorEvent error:
                return End(output: null, error.Error.Message);
            case LimitEvent limit:
                return End(output: null, limit.Message);
            case NestedEvent nested:
                return Inside(_agents, log, nested, _tools.GetValueOrDefault(nested.CallId, _span)).Take(nested.Event);
            default:
                return null;
        }
    }

    /// <summary>
    /// The work that an event belongs to, begun when it is its first. An agent that answered and is asked again begins anew.
    /// </summary>
    public static NestedWork Inside(
        Dictionary<string, NestedWork> agents,
        ObservationLog log,
        NestedEvent nested,
        string parent
    )
    {
        if (!agents.TryGetValue(nested.CallId, out NestedWork? work) || (work._isOver && !Follows(nested.Event)))
        {
            agents[nested.CallId] = work = new NestedWork(log, nested.AgentName, parent);
        }

        return work;
    }

    // What is still told of work that is over.
    private static bool Follows(AgentEvent happened) => happened is RunEndedEvent or TurnEndedEvent or UsageEvent;

    private Usage? End(JsonElement? output, string? error)
    {
        log.End(_span, output, error);
        _isOver = true;
        return null;
    }
}
