using System.CommandLine;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Catalog;

/// <summary>Carries out <c>baton agents delete</c>.</summary>
internal static class AgentRemoval
{
    /// <summary>Removes one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, StoreOption option, ParseResult parsed, string name)
    {
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        if (!await store.Catalog.DeleteAgentAsync(name, CancellationToken.None))
        {
            throw await FoundDefinition.NoAgentAsync(store.Catalog, name);
        }

        await session.Error.WriteLineAsync($"deleted the agent {name}");
        return ExitCodes.Ok;
    }
}
