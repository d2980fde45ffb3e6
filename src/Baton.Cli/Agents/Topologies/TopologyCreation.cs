using System.CommandLine;
using Baton.Cli.Agents.Catalog;
using Baton.Cli.Parsing;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Topologies;

/// <summary>Carries out <c>baton agents topologies create</c>.</summary>
internal static class TopologyCreation
{
    /// <summary>Keeps the topologies of a file.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        ToolSession session,
        StoreOption option,
        ParseResult parsed,
        string file,
        bool replace
    )
    {
        TeamFile team = await KeptTeam.ReadAsync(session, option, parsed, file);
        UsageErrors errors = new();
        errors.AddIf(
            team.Topologies.Count == 0,
            file,
            "holds no topology; write one under `topology:`, or keep its agents with `baton agents import`"
        );
        errors.ThrowIfAny();
        await using ITopologyStore store = StoreAccess.Open(option, parsed, session);
        if (!replace)
        {
            await KeptTeam.RefuseExistingAsync(team, store.Catalog);
        }

        await KeptTeam.SaveAsync(session, team, store.Catalog);
        return ExitCodes.Ok;
    }
}
