using System.CommandLine;
using Baton.Cli.Parsing;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Catalog;

/// <summary>Carries out <c>baton agents import</c>.</summary>
internal static class TeamImport
{
    /// <summary>Keeps all that a file describes, in place of what has the same names.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, StoreOption option, ParseResult parsed, string file)
    {
        TeamFile team = await KeptTeam.ReadAsync(session, option, parsed, file);
        UsageErrors errors = new();
        errors.AddIf(
            team.Agents.Count + team.Topologies.Count == 0,
            file,
            "describes nothing; write agents under `agents:`"
        );
        errors.ThrowIfAny();
        await using ITopologyStore store = StoreAccess.Open(option, parsed, session);
        await KeptTeam.SaveAsync(session, team, store.Catalog);
        return ExitCodes.Ok;
    }
}
