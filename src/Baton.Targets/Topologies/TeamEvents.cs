using System.Globalization;
using Baton.Agents;

namespace Baton.Targets.Topologies;

/// <summary>
/// What happens in an execution as it is told of a turn: steps are spans, agents work inside them. Names of spans are made the
/// turn's own, for a conversation runs the same steps in each turn. Not thread-safe.
/// </summary>
/// <param name="turn">Which turn it is, from 1.</param>
internal sealed class TeamEvents(int turn)
{
    private readonly string _owner = turn.ToString(CultureInfo.InvariantCulture);
    private readonly Dictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);
    private string? _execution;

    /// <summary>The event of the turn; <see langword="null"/> for what was told before.</summary>
    public AgentEvent? Of(AgentEvent happened) =>
        happened switch
        {
            SpanStartedEvent started => Of(started),
            SpanEndedEvent ended => Of(ended),
            NestedEvent nested => Of(nested),
            _ => happened,
        };

    // The execution as a whole is the turn itself.
    private AgentEvent? Of(SpanStartedEvent started)
    {
        switch (started.Kind)
        {
            case "execution":
                _execution = started.SpanId;
                return null;
            case "topology":
                _parts.Add(started.SpanId);
                break;
            default:
                break;
        }

        SpanStartedEvent own = started.ParentSpanId == _execution ? started with { ParentSpanId = null } : started;
        return _told.Add(started.SpanId) ? Own(own, _owner) : null;
    }

    // A part that stops for a person goes on later, and is not over.
    private AgentEvent? Of(SpanEndedEvent ended) =>
        ended.SpanId == _execution || (ended.Error is not null && _parts.Contains(ended.SpanId)) ? null
        : _ended.Add(ended.SpanId) ? Own(ended, _owner)
        : null;

    // An agent that failed is asked again in the same step, and may name its spans as before.
    private NestedEvent Of(NestedEvent nested)
    {
        int attempt = _attempts.GetValueOrDefault(nested.CallId, 1);
        string call = $"{_owner}/{nested.CallId}";
        if (nested.Event is FinalEvent or ErrorEvent or LimitEvent)
        {
            _attempts[nested.CallId] = attempt + 1;
        }

        return nested with
        {
            CallId = call,
            Event = Own(nested.Event, $"{call}#{attempt}"),
        };
    }

    private static AgentEvent Own(AgentEvent happened, string owner) =>
        happened switch
        {
            SpanStartedEvent started => started with
            {
                SpanId = $"{owner}/{started.SpanId}",
                ParentSpanId = started.ParentSpanId is { } parent ? $"{owner}/{parent}" : null,
            },
            SpanEndedEvent ended => ended with { SpanId = $"{owner}/{ended.SpanId}" },
            ObservationEvent { ParentSpanId: { } parent } fact => fact with { ParentSpanId = $"{owner}/{parent}" },
            NestedEvent nested => nested with { Event = Own(nested.Event, owner) },
            _ => happened,
        };
}
