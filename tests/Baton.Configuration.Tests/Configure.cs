using System.Text;

namespace Baton.Configuration.Tests;

/// <summary>Short ways from text to trees, options and errors.</summary>
internal static class Configure
{
    public static ConfigurationNode? Parse(string text, ConfigurationErrors errors, bool json = false) =>
        Parse(Encoding.UTF8.GetBytes(text), errors, json);

    public static ConfigurationNode? Parse(byte[] bytes, ConfigurationErrors errors, bool json = false) =>
        ConfigurationText.Parse(
            json ? "a.json" : "a.yaml",
            bytes,
            json ? ConfigurationFormat.Json : ConfigurationFormat.Yaml,
            errors
        );

    public static ConfigurationNode Tree(string text, bool json = false)
    {
        ConfigurationErrors errors = new();
        ConfigurationNode? node = Parse(text, errors, json);
        errors.ThrowIfAny();
        return node!;
    }

    public static string Told(ConfigurationErrors errors) => string.Join('\n', errors.Items);
}
