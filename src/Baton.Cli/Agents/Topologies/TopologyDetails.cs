using System.CommandLine;
using Baton.Cli.Parsing;
using Baton.Cli.Results;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Topologies;

/// <summary>Carries out <c>baton agents topologies show</c>.</summary>
internal static class TopologyDetails
{
    /// <summary>Shows one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(ToolSession session, TopologySource source, ParseResult parsed, bool json)
    {
        UsageErrors errors = new();
        source.Check(parsed, errors);
        errors.ThrowIfAny();
        await using ITopologyStore store = StoreAccess.OpenForReading(source.Store, parsed, session);
        Topology topology = (await TeamSource.FindAsync(session, store, source, parsed)).Topology;
        if (json)
        {
            JsonText.Write(session.Out, writer => DefinitionJson.Of(topology).WriteTo(writer));
        }
        else
        {
            await session.Out.WriteAsync(new TeamFile { Topologies = [topology], HasMain = true }.Write());
        }

        return ExitCodes.Ok;
    }
}
