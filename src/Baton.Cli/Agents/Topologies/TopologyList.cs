using System.CommandLine;
using Baton.Cli.Results;
using Baton.Topologies.Definitions;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Topologies;

/// <summary>Carries out <c>baton agents topologies list</c>.</summary>
internal static class TopologyList
{
    private const int LongestDescription = 80;

    /// <summary>Lists them.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(ToolSession session, StoreOption option, ParseResult parsed, bool json)
    {
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        IReadOnlyList<Topology> topologies = await store.Catalog.ListTopologiesAsync(CancellationToken.None);
        if (json)
        {
            JsonText.WriteArray(
                session.Out,
                topologies,
                (writer, topology) => DefinitionJson.Of(topology).WriteTo(writer)
            );
            return ExitCodes.Ok;
        }

        if (topologies.Count == 0)
        {
            await session.Error.WriteLineAsync(
                $"No topologies in {option.Shown(parsed, session)}; `baton agents topologies create -f FILE` keeps some"
            );
            return ExitCodes.Ok;
        }

        TextTable table = new();
        table.Add("NAME", "TYPE", "SLOTS", "DESCRIPTION");
        foreach (Topology topology in topologies)
        {
            table.Add(
                topology.Name,
                AgentWords.Of(topology.Type),
                $"{Slots(topology)}",
                OneLine.Of(topology.Description, LongestDescription)
            );
        }

        table.Write(session.Out);
        return ExitCodes.Ok;
    }

    private static int Slots(Topology topology) =>
        topology.Config is CompoundConfig compound
            ? compound.SubTopologies.Sum(part => Slots(part.Topology))
            : topology.Members.Count;
}
