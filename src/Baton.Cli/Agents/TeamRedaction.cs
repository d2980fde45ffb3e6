using Baton.Cli.Chat;
using Baton.Configuration;
using Baton.Targets.Topologies;
using Baton.Topologies.Definitions;

namespace Baton.Cli.Agents;

/// <summary>Takes the secrets of teams out of what is shown.</summary>
internal static class TeamRedaction
{
    /// <summary>Knows the secrets of the environment and of a team.</summary>
    public static Redaction Of(ToolSession session, IEnumerable<AgentType> team)
    {
        SecretCollector secrets = new();
        TargetAgents.CollectSecrets(team, AgentSources.Variables(session), secrets);
        return Redaction.Of(secrets);
    }

    /// <summary>Shows what is written without secrets, once all of it is there: stored texts hold what agents said.</summary>
    public static async Task<int> WriteAsync(
        ToolSession session,
        IEnumerable<AgentType> team,
        Func<ToolSession, Task<int>> write
    )
    {
        using StringWriter held = new();
        int exitCode = await write(session with { Out = held });
        await session.Out.WriteAsync(Of(session, team).Redact(held.ToString()));
        return exitCode;
    }
}
