using Baton.Configuration.Binding;
using Baton.Configuration.Secrets;

namespace Baton.Configuration;

/// <summary>One value of a configuration and where it came from.</summary>
/// <param name="Key">Its path of keys, for example <c>runner.http.url</c> or <c>personas[0].name</c>.</param>
/// <param name="Shown">The value as written, with secrets masked.</param>
/// <param name="Place">Where it was written.</param>
public sealed record ConfigurationOrigin(string Key, string Shown, ConfigurationPlace Place);

/// <summary>Lists where the values of a tree came from.</summary>
public static class ConfigurationOrigins
{
    /// <summary>The values in the tree's order; an empty list or mapping counts as one value.</summary>
    /// <param name="node">The tree.</param>
    /// <param name="redactor">The secrets known; those under keys named like secrets are masked in any case.</param>
    public static IReadOnlyList<ConfigurationOrigin> Of(ConfigurationNode node, SecretRedactor redactor)
    {
        List<ConfigurationOrigin> origins = [];
        Add(origins, node, "", false, redactor);
        return origins;
    }

    private static void Add(
        List<ConfigurationOrigin> origins,
        ConfigurationNode node,
        string key,
        bool isSecret,
        SecretRedactor redactor
    )
    {
        switch (node)
        {
            case ConfigurationMapping { Entries.Count: > 0 } mapping:
                foreach (ConfigurationEntry entry in mapping.Entries)
                {
                    Add(
                        origins,
                        entry.Value,
                        KeyPath.Add(key, entry.Key),
                        isSecret || SecretNames.IsSecret(entry.Key),
                        redactor
                    );
                }

                break;
            case ConfigurationSequence { Items.Count: > 0 } sequence:
                for (int i = 0; i < sequence.Items.Count; i++)
                {
                    Add(origins, sequence.Items[i], $"{key}[{i}]", isSecret, redactor);
                }

                break;
            default:
                string shown = node switch
                {
                    ConfigurationMapping => "{}",
                    ConfigurationSequence => "[]",
                    ConfigurationScalar { Kind: ScalarKind.Null } => "null",
                    ConfigurationScalar scalar => ShownScalar.Of(scalar, isSecret, redactor),
                    _ => "",
                };
                origins.Add(new ConfigurationOrigin(key, shown, node.Place));
                break;
        }
    }
}
