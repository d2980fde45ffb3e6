namespace Baton.Topologies.Definitions.Files;

/// <summary>Whom a topology names.</summary>
internal static class TeamMembers
{
    /// <summary>The names of the agents in a topology and its parts; some may stand there several times.</summary>
    public static IEnumerable<string> AgentsOf(Topology topology) =>
        topology
            .Members.Select(member => member.Value.Agent ?? member.Key)
            .Concat(
                topology.Config is CompoundConfig compound
                    ? compound.SubTopologies.SelectMany(part => AgentsOf(part.Topology))
                    : []
            );
}
