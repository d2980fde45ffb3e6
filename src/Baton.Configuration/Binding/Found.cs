using Baton.Configuration.Secrets;

namespace Baton.Configuration.Binding;

/// <summary>Says what stands where something else was expected.</summary>
internal static class Found
{
    private const int LongestShown = 60;

    /// <summary>Adds an error and returns nothing.</summary>
    public static object? Mismatch(this ConfigurationErrors errors, ConfigurationNode node, string key, string expected)
    {
        errors.Add(node.Place, key, $"expected {expected}, found {Describe(node, key)}");
        return null;
    }

    /// <summary>The node in words. A value taken from the environment is shown as it was written.</summary>
    public static string Describe(ConfigurationNode node, string key) =>
        node switch
        {
            ConfigurationMapping => "keys and values",
            ConfigurationSequence => "a list",
            ConfigurationScalar { Kind: ScalarKind.Null } => "nothing",
            ConfigurationScalar scalar when SecretNames.IsSecretPath(key) && !Substituted(scalar) => Word(scalar.Kind),
            ConfigurationScalar scalar => $"{Word(scalar.Kind)} `{Shorten(scalar.Written)}`",
            _ => "something else",
        };

    /// <summary>A message about a scalar, with its value as written where it came from the environment.</summary>
    public static string Hide(string message, ConfigurationScalar scalar) =>
        Substituted(scalar) && scalar.Text.Length > 0
            ? message.Replace(scalar.Text, scalar.Written, StringComparison.Ordinal)
            : message;

    public static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestShown ? line : string.Concat(line.AsSpan(0, LongestShown), "…");
    }

    private static bool Substituted(ConfigurationScalar scalar) =>
        !string.Equals(scalar.Text, scalar.Written, StringComparison.Ordinal);

    private static string Word(ScalarKind kind) =>
        kind switch
        {
            ScalarKind.Integer or ScalarKind.Number => "the number",
            ScalarKind.Boolean => "the truth value",
            ScalarKind.Null => "nothing",
            _ => "the text",
        };
}
