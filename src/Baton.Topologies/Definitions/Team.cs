using System.Runtime.CompilerServices;
using Baton.Topologies.Patterns;

namespace Baton.Topologies.Definitions;

/// <summary>The agents of a topology in their slots, in order, with what the slots override in place.</summary>
internal sealed class Team
{
    private readonly Dictionary<string, Seat> _bySlot;

    private readonly IReadOnlyDictionary<string, AgentType> _agents;

    private Team(List<Seat> seats, IReadOnlyDictionary<string, AgentType> agents)
    {
        _agents = agents;
        Seats = seats;
        _bySlot = seats.ToDictionary(seat => seat.Slot, StringComparer.Ordinal);
    }

    /// <summary>All seats, by position.</summary>
    public IReadOnlyList<Seat> Seats { get; }

    /// <summary>The agent in a slot.</summary>
    public Seat this[string slot] => _bySlot[slot];

    /// <summary>Whether there is such a slot.</summary>
    public bool Has(string slot) => _bySlot.ContainsKey(slot);

    /// <summary>The team of a part of a compound, of the same agents.</summary>
    public Team Part(string part, Topology topology, List<Problem> problems) => Of(topology, _agents, part, problems);

    /// <summary>Seats agents.</summary>
    /// <param name="topology">The slots.</param>
    /// <param name="agents">Agents by slot, by <c>part/slot</c> inside a compound, or by the name a member refers to.</param>
    /// <param name="part">The path of parts before the slots, each followed by <c>/</c>; empty outside compounds.</param>
    /// <param name="problems">Where missing agents are named.</param>
    public static Team Of(
        Topology topology,
        IReadOnlyDictionary<string, AgentType> agents,
        string part,
        List<Problem> problems
    )
    {
        List<Seat> seats = [];
        foreach ((string slot, TopologyMember member) in topology.Members)
        {
            if (Find(agents, part, slot, member) is { } agent)
            {
                seats.Add(Seat.Of(slot, agent, member));
            }
            else
            {
                problems.Add(
                    new Problem(
                        part,
                        $"members.{slot}",
                        $"the slot `{slot}` has no agent: there is none called `{member.Agent ?? slot}`"
                    )
                );
            }
        }

        HashSet<string> taken = new(seats.Select(seat => seat.Slot), StringComparer.Ordinal);
        foreach ((string key, AgentType agent) in agents)
        {
            if (SlotOf(key, topology, part) is { } slot && taken.Add(slot))
            {
                seats.Add(Seat.Of(slot, agent, new TopologyMember()));
            }
        }

        return new Team(
            [
                .. seats
                    .Select((seat, index) => (Seat: seat, Place: seat.Position ?? index))
                    .OrderBy(each => each.Place)
                    .Select(each => each.Seat),
            ],
            agents
        );
    }

    private static AgentType? Find(
        IReadOnlyDictionary<string, AgentType> agents,
        string part,
        string slot,
        TopologyMember member
    ) =>
        member.Agent is { } name
            ? agents.GetValueOrDefault(name) ?? agents.Values.FirstOrDefault(agent => agent.Name == name)
            : agents.GetValueOrDefault(part + slot) ?? agents.GetValueOrDefault(slot);

    // An agent given under a name of its own fills a slot only where no members say who does.
    private static string? SlotOf(string key, Topology topology, string part) =>
        part.Length > 0 && key.StartsWith(part, StringComparison.Ordinal) && key.IndexOf('/', part.Length) < 0
            ? key[part.Length..]
        : topology.Members.Count == 0 && !key.Contains('/') ? key
        : null;
}

/// <summary>A slot and who sits in it.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Agent">The agent, with the slot's overrides.</param>
/// <param name="Position">Its place in the order, where one was given.</param>
/// <param name="Weight">How much its answer counts.</param>
internal sealed record Seat(string Slot, AgentType Agent, int? Position, double Weight)
{
    // A seat is itself: steps look agents up by it, and a whole description is slow to compare.
    public bool Equals(Seat? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    public static Seat Of(string slot, AgentType agent, TopologyMember member) =>
        new(
            slot,
            member.ConfigOverrides is { } overrides ? agent with { Config = overrides.ApplyTo(agent.Config) } : agent,
            member.Position,
            member.Weight
        );
}
