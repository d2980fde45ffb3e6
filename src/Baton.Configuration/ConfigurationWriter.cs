using Baton.Configuration.Writing;

namespace Baton.Configuration;

/// <summary>Writes a tree back as YAML.</summary>
public static class ConfigurationWriter
{
    /// <summary>
    /// Writes YAML that reads back as the same tree, but for secrets: those are masked, and <c>${NAME}</c> stays as written.
    /// </summary>
    /// <param name="node">The tree, its layers merged, before or after substitution.</param>
    /// <param name="redactor">The secrets known; those under keys named like secrets are masked in any case.</param>
    public static string ToYaml(ConfigurationNode node, SecretRedactor redactor)
    {
        YamlWriter writer = new(redactor);
        writer.WriteRoot(node);
        return writer.ToString();
    }
}
