using System.Text;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Topologies;
using Baton.Topologies.Definitions;

namespace Baton.Targets.Topologies;

/// <summary>The <c>target:</c> section of an agent in a team: a <c>runner:</c> section.</summary>
internal static class TargetSection
{
    private const string VariableStart = "${";

    /// <summary>Says what is wrong with a section as it stands in a file, whatever variables may hold.</summary>
    public static void Check(ConfigurationNode section, string key, ConfigurationErrors errors)
    {
        HashSet<ConfigurationPlace> open = [.. PlacesOfVariables(section)];
        ConfigurationErrors found = new();
        ConfigurationBinder.Bind<RunnerOptions>(section, key, found);
        foreach (ConfigurationError error in found.Items.Where(error => !open.Contains(error.Place)))
        {
            errors.Add(error.Place, error.Key, error.Message);
        }
    }

    /// <summary>The options of an agent's section, variables filled in.</summary>
    /// <exception cref="TopologyException">The section is wrong; all of it is named.</exception>
    public static RunnerOptions Read(AgentType agent, IReadOnlyDictionary<string, string> variables)
    {
        string source = $"agent `{agent.Name}`";
        ConfigurationErrors errors = new();
        RunnerOptions? options = null;
        if (Parse(agent.Config.Target!, source, errors) is { } written)
        {
            ConfigurationNode filled = EnvironmentSubstitution.Apply(written, variables, new SecretCollector(), errors);
            options = errors.IsEmpty ? ConfigurationBinder.Bind<RunnerOptions>(filled, "target", errors) : null;
        }

        return options
            ?? throw new TopologyException(
                string.Join("; ", errors.Items.Select(error => $"{source}: {error.Key}: {error.Message}"))
            );
    }

    /// <summary>Gathers the secrets of an agent's section: those written in it, and those of the variables it names.</summary>
    public static void CollectSecrets(
        AgentType agent,
        IReadOnlyDictionary<string, string> variables,
        SecretCollector secrets
    )
    {
        ConfigurationErrors ignored = new();
        if (agent.Config.Target is { } section && Parse(section, $"agent `{agent.Name}`", ignored) is { } written)
        {
            EnvironmentSubstitution.Apply(written, variables, secrets, ignored);
        }
    }

    private static ConfigurationNode? Parse(JsonObject section, string source, ConfigurationErrors errors) =>
        ConfigurationText.Parse(
            source,
            Encoding.UTF8.GetBytes(section.ToJsonString()),
            ConfigurationFormat.Json,
            errors
        );

    // Errors stand at a value, or at its key.
    private static IEnumerable<ConfigurationPlace> PlacesOfVariables(ConfigurationNode node) =>
        node switch
        {
            ConfigurationMapping mapping => mapping.Entries.SelectMany(entry =>
                IsVariable(entry.Value) ? [entry.KeyPlace, entry.Value.Place] : PlacesOfVariables(entry.Value)
            ),
            ConfigurationSequence list => list.Items.SelectMany(PlacesOfVariables),
            _ => IsVariable(node) ? [node.Place] : [],
        };

    private static bool IsVariable(ConfigurationNode node) =>
        node is ConfigurationScalar scalar && scalar.Text.Contains(VariableStart, StringComparison.Ordinal);
}
