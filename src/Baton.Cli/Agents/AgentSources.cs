using System.Security.Cryptography;
using Baton.Configuration;
using Baton.Targets;
using Baton.Targets.Topologies;

namespace Baton.Cli.Agents;

/// <summary>Makes what makes the agents of an execution.</summary>
internal static class AgentSources
{
    /// <summary>Makes models, and the targets of agents that live elsewhere.</summary>
    /// <param name="session">Where it happens.</param>
    /// <param name="variables">Where keys and servers are found.</param>
    /// <param name="concurrency">The most agents that will be at work at once.</param>
    /// <returns>The source; whoever asked for it disposes it.</returns>
    public static TargetAgents Create(
        ToolSession session,
        IReadOnlyDictionary<string, string> variables,
        int concurrency
    ) =>
        new(
            new TargetEnvironment
            {
                ProjectDirectory = session.WorkingDirectory,
                Variables = variables,
                MaxConcurrency = concurrency,
                TimeProvider = session.Clock,
                Random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue)),
            }
        );

    /// <summary>The variables of the process, and those of <c>.env</c> in the current folder.</summary>
    /// <exception cref="ConfigurationException"><c>.env</c> is malformed.</exception>
    public static IReadOnlyDictionary<string, string> Variables(ToolSession session)
    {
        ConfigurationErrors errors = new();
        Dictionary<string, string> variables = new(session.Environment, StringComparer.Ordinal);
        string file = Path.Combine(session.WorkingDirectory, ".env");
        foreach ((string name, string value) in DotEnv.Read(file, errors, ".env"))
        {
            variables.TryAdd(name, value);
        }

        errors.ThrowIfAny();
        return variables;
    }
}
