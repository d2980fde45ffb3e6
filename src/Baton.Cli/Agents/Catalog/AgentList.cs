using System.CommandLine;
using Baton.Cli.Results;
using Baton.Topologies.Definitions;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Catalog;

/// <summary>Carries out <c>baton agents list</c>.</summary>
internal static class AgentList
{
    private const int LongestDescription = 80;

    /// <summary>Lists agents.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(
        ToolSession session,
        StoreOption option,
        ParseResult parsed,
        string? role,
        bool json
    )
    {
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        AgentRole? wanted = role is null ? null : Enum.Parse<AgentRole>(role, ignoreCase: true);
        IReadOnlyList<AgentType> agents = await store.Catalog.ListAgentsAsync(wanted, CancellationToken.None);
        if (json)
        {
            JsonText.WriteArray(session.Out, agents, (writer, agent) => DefinitionJson.Of(agent).WriteTo(writer));
            return ExitCodes.Ok;
        }

        if (agents.Count == 0)
        {
            await session.Error.WriteLineAsync(
                $"No {(role is null ? "" : $"{role} ")}agents in {option.Shown(parsed, session)}; "
                    + "`baton agents create` keeps one, `baton agents import` those of a file"
            );
            return ExitCodes.Ok;
        }

        TextTable table = new();
        table.Add("NAME", "ROLE", "MODEL", "DESCRIPTION");
        foreach (AgentType agent in agents)
        {
            table.Add(
                agent.Name,
                AgentWords.Of(agent.Role),
                agent.Config.Target is null ? agent.Config.Model : "(target)",
                OneLine.Of(agent.Description, LongestDescription)
            );
        }

        table.Write(session.Out);
        return ExitCodes.Ok;
    }
}
