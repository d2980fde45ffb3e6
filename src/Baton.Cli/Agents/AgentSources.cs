using System.Security.Cryptography;
using Baton.Agents.Providers;
using Baton.Configuration;
using Baton.Topologies.Execution;
using Microsoft.Extensions.AI;

namespace Baton.Cli.Agents;

/// <summary>Makes what makes the agents of an execution.</summary>
internal static class AgentSources
{
    /// <summary>Makes models.</summary>
    /// <param name="session">Where it happens.</param>
    /// <param name="variables">Where keys and servers are found.</param>
    public static IAgentSource Create(ToolSession session, IReadOnlyDictionary<string, string> variables)
    {
        ModelClientFactory clients = new(
            session.Clock,
            new Random(RandomNumberGenerator.GetInt32(int.MaxValue)),
            environment: new ModelEnvironment(variables.GetValueOrDefault)
        );
        return new ModelAgents(name => Client(clients, name, session.WorkingDirectory), session.Clock);
    }

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

    // A script's path starts where the command was called.
    private static IChatClient Client(ModelClientFactory clients, string model, string folder) =>
        clients.Create(
            ModelName.TryParse(model, out ModelName name) && name.Provider == ModelName.Scripted
                ? (name with { Model = Path.GetFullPath(name.Model, folder) }).ToString()
                : model
        );
}
