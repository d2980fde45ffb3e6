using System.CommandLine;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Topologies;

/// <summary>Carries out <c>baton agents topologies delete</c>.</summary>
internal static class TopologyRemoval
{
    /// <summary>Removes one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, StoreOption option, ParseResult parsed, string name)
    {
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        if (!await store.Catalog.DeleteTopologyAsync(name, CancellationToken.None))
        {
            throw await FoundDefinition.NoTopologyAsync(store.Catalog, name);
        }

        await session.Error.WriteLineAsync($"deleted the topology {name}");
        return ExitCodes.Ok;
    }
}
