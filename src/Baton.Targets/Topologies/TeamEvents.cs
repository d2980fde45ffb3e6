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

    /// <summary>The event of the turn; <see langword="null"/> for what was told before.</summary>
    public AgentEvent? Of(AgentEvent happened) =>
        happened switch
        {
            SpanStartedEvent started => _told.Add(started.SpanId) ? Own(started, _owner) : null,
            SpanEndedEvent ended => _ended.Add(ended.SpanId) ? Own(ended, _owner) : null,
            NestedEvent nested => Of(nested),
            _ => happened,
        };

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
