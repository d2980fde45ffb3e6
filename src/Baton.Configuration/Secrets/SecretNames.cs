namespace Baton.Configuration.Secrets;

/// <summary>Which names say that a value is secret.</summary>
internal static class SecretNames
{
    public static bool IsSecretPath(string path) => IsSecret(path[(path.LastIndexOf('.') + 1)..]);

    /// <summary>Whether a key or a variable is named like a secret.</summary>
    public static bool IsSecret(string name)
    {
        string folded = name.ToUpperInvariant().Replace('-', '_');
        return folded.EndsWith("KEY", StringComparison.Ordinal) || folded.EndsWith("TOKEN", StringComparison.Ordinal);
    }
}
