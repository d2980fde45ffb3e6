namespace Baton.Configuration.Secrets;

/// <summary>Which names say that a value is secret, and which say plainly that it is not.</summary>
internal static class SecretNames
{
    private static readonly string[] Endings =
    [
        "KEY",
        "TOKEN",
        "SECRET",
        "SECRETS",
        "PASSWORD",
        "PASSWD",
        "PASSPHRASE",
        "PWD",
        "CREDENTIAL",
        "CREDENTIALS",
        "AUTHORIZATION",
        "COOKIE",
        "SIGNATURE",
    ];

    private static readonly HashSet<string> PlainSettings = new(StringComparer.Ordinal)
    {
        "base_url",
        "command",
        "cwd",
        "description",
        "directory",
        "function_name",
        "host",
        "image",
        "inputs_file",
        "language",
        "model",
        "module_path",
        "name",
        "port",
        "provider",
        "python",
        "target",
        "working_directory",
    };

    /// <summary>Whether a key, header or variable is named like a secret: <c>api_key</c>, <c>X-Auth-Token</c>, <c>Authorization</c>.</summary>
    public static bool IsSecret(string name)
    {
        string folded = name.ToUpperInvariant().Replace('-', '_');
        return Array.Exists(Endings, ending => folded.EndsWith(ending, StringComparison.Ordinal));
    }

    /// <summary>The same for the last key of a path such as <c>runner.http.headers.Authorization</c>.</summary>
    public static bool IsSecretPath(string path) => IsSecret(path[(path.LastIndexOf('.') + 1)..]);

    /// <summary>Whether a value under this key was taken from the environment for convenience and not to hide it.</summary>
    public static bool IsPlain(string key) => PlainSettings.Contains(key);

    /// <summary>Whether a key holds an address, of which only parts may be secret.</summary>
    public static bool IsAddress(string key) => key is "url" or "base_url" or "endpoint";
}
