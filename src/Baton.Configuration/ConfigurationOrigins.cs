using Baton.Configuration.Binding;

namespace Baton.Configuration;

/// <summary>One setting and where its value came from.</summary>
/// <param name="Key">The path of keys.</param>
/// <param name="Value">The value as it may be shown: secrets masked, variables as written.</param>
/// <param name="Place">Where it was written.</param>
public sealed record ConfigurationOrigin(string Key, string Value, ConfigurationPlace Place);

/// <summary>Tells where every value of a tree came from.</summary>
public static class ConfigurationOrigins
{
    /// <summary>Every value of a tree, in the order they are written.</summary>
    public static IReadOnlyList<ConfigurationOrigin> Of(ConfigurationNode node)
    {
        List<ConfigurationOrigin> origins = [];
        Collect(node, "", "", origins);
        return origins;
    }

    private static void Collect(ConfigurationNode node, string path, string key, List<ConfigurationOrigin> origins)
    {
        switch (node)
        {
            case ConfigurationMapping { Entries.Count: 0 }:
                origins.Add(new ConfigurationOrigin(path, "{}", node.Place));
                break;
            case ConfigurationSequence { Items.Count: 0 }:
                origins.Add(new ConfigurationOrigin(path, "[]", node.Place));
                break;
            case ConfigurationMapping mapping:
                foreach (ConfigurationEntry entry in mapping.Entries)
                {
                    Collect(entry.Value, KeyPath.Add(path, entry.Key), entry.Key, origins);
                }

                break;
            case ConfigurationSequence sequence:
                for (int index = 0; index < sequence.Items.Count; index++)
                {
                    Collect(sequence.Items[index], $"{path}[{index}]", key, origins);
                }

                break;
            case ConfigurationScalar scalar:
                origins.Add(new ConfigurationOrigin(path, ConfigurationWriter.Shown(scalar, key), scalar.Place));
                break;
        }
    }
}
