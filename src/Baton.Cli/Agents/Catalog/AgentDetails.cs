using System.CommandLine;
using Baton.Cli.Results;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Catalog;

/// <summary>Carries out <c>baton agents show</c>.</summary>
internal static class AgentDetails
{
    /// <summary>Shows one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(
        ToolSession session,
        StoreOption option,
        ParseResult parsed,
        string name,
        bool json
    )
    {
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        AgentType agent = await FoundDefinition.AgentAsync(store.Catalog, name);
        if (json)
        {
            JsonText.Write(session.Out, writer => DefinitionJson.Of(agent).WriteTo(writer));
        }
        else
        {
            await session.Out.WriteAsync(new TeamFile { Agents = [agent] }.Write());
        }

        return ExitCodes.Ok;
    }
}
