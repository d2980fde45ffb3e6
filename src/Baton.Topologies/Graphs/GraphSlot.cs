using Baton.Topologies.Definitions;

namespace Baton.Topologies.Graphs;

/// <summary>A slot to be drawn.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Agent">The name of the agent in it, or that it should have; empty when nobody says.</param>
internal sealed record GraphSlot(string Slot, string Agent)
{
    /// <summary>The slots of a topology by position, also those whose agents are not there.</summary>
    public static GraphSlot[] Of(Topology topology, IReadOnlyDictionary<string, AgentType> agents, string part)
    {
        Team team = Team.Of(topology, agents, part, problems: []);
        IEnumerable<(GraphSlot Slot, int? Position)> members = topology.Members.Select(member =>
            (
                new GraphSlot(
                    member.Key,
                    team.Has(member.Key) ? team[member.Key].Agent.Name : member.Value.Agent ?? ""
                ),
                member.Value.Position
            )
        );
        IEnumerable<(GraphSlot Slot, int? Position)> others = team
            .Seats.Where(seat => !topology.Members.ContainsKey(seat.Slot))
            .Select(seat => (new GraphSlot(seat.Slot, seat.Agent.Name), seat.Position));
        return
        [
            .. members
                .Concat(others)
                .Select((each, index) => (each.Slot, Place: each.Position ?? index))
                .OrderBy(each => each.Place)
                .Select(each => each.Slot),
        ];
    }
}
