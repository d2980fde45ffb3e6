using Baton.Configuration;

namespace Baton.Experiments.Settings;

/// <summary>
/// Puts the contents of team files in the place of their names, so that a changed team is a changed target, and gathers the
/// secrets that are written in them.
/// </summary>
/// <param name="folder">The folder that paths start from.</param>
/// <param name="variables">The environment.</param>
/// <param name="secrets">Where secrets are gathered.</param>
internal sealed class TeamContents(
    string folder,
    IReadOnlyDictionary<string, string> variables,
    SecretCollector secrets
)
{
    private const string Runner = "runner";
    private const string Topology = "topology";
    private const string File = "file";

    /// <summary>A configuration with the teams that its <c>runner:</c> section names in it.</summary>
    public ConfigurationMapping PutInto(ConfigurationMapping tree) =>
        tree[Runner] is null ? tree : Each(tree, entry => entry.Key == Runner ? Within(entry.Value) : entry.Value);

    private ConfigurationNode Within(ConfigurationNode node) =>
        node switch
        {
            ConfigurationMapping mapping => Each(
                mapping,
                entry =>
                    entry.Key == Topology && entry.Value is ConfigurationMapping team
                        ? Each(team, setting => setting.Key == File ? Contents(setting.Value) : setting.Value)
                        : Within(entry.Value)
            ),
            ConfigurationSequence list => list with { Items = [.. list.Items.Select(Within)] },
            _ => node,
        };

    // What is wrong with the file is said by whoever starts the team.
    private ConfigurationNode Contents(ConfigurationNode name) =>
        name is ConfigurationScalar { Text: { Length: > 0 } file }
        && ConfigurationFile.Read(Path.GetFullPath(file, folder), file, new ConfigurationErrors()) is { } team
            ? EnvironmentSubstitution.Apply(team, variables, secrets, new ConfigurationErrors())
            : name;

    private static ConfigurationMapping Each(
        ConfigurationMapping mapping,
        Func<ConfigurationEntry, ConfigurationNode> value
    ) => mapping with { Entries = [.. mapping.Entries.Select(entry => entry with { Value = value(entry) })] };
}
