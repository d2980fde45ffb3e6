using System.CommandLine;
using Baton.Cli.Agents.Executions;
using Baton.Cli.Agents.Topologies;

namespace Baton.Cli.Agents;

/// <summary><c>baton agents</c>.</summary>
internal static class AgentsCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("agents", "Keep agents and topologies, and run agents together")
        {
            TopologiesCommand.Create(session),
            ExecutionsCommand.Create(session),
        };
}
