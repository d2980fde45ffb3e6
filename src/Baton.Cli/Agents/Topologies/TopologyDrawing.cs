using System.CommandLine;
using Baton.Cli.Parsing;
using Baton.Topologies.Definitions;
using Baton.Topologies.Graphs;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Topologies;

/// <summary>Carries out <c>baton agents topologies graph</c>.</summary>
internal static class TopologyDrawing
{
    /// <summary>Draws one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(ToolSession session, TopologySource source, ParseResult parsed, bool dot)
    {
        UsageErrors errors = new();
        source.Check(parsed, errors);
        errors.ThrowIfAny();
        await using ITopologyStore store = StoreAccess.OpenForReading(source.Store, parsed, session);
        (Topology topology, IReadOnlyDictionary<string, AgentType> agents) = await TeamSource.FindAsync(
            session,
            store,
            source,
            parsed
        );
        TopologyGraph graph = TopologyGraph.Of(topology, agents);
        await session.Out.WriteAsync(dot ? graph.ToDot() : graph.ToMermaid());
        return ExitCodes.Ok;
    }
}
