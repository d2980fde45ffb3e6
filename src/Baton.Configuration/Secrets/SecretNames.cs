using System.Text.Json;

namespace Baton.Configuration.Secrets;

/// <summary>Which names say that a value is secret, and which say that it is none.</summary>
internal static class SecretNames
{
    private static readonly HashSet<string> SecretWords = new(StringComparer.Ordinal)
    {
        "key",
        "token",
        "secret",
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "authorization",
        "cookie",
    };

    // A shell keeps the folder it stands in under these names.
    private static readonly HashSet<string> FolderVariables = new(StringComparer.Ordinal) { "PWD", "OLDPWD" };

    private static readonly string[] SecretEndings =
    [
        "apikey",
        "accesskey",
        "secretkey",
        "privatekey",
        "token",
        "secret",
        "password",
    ];

    private static readonly HashSet<string> Holders = new(StringComparer.Ordinal)
    {
        "headers",
        "env",
        "environment_vars",
    };

    private static readonly HashSet<string> Public = new(StringComparer.Ordinal)
    {
        "url",
        "base_url",
        "endpoint",
        "host",
        "port",
        "model",
        "command",
        "cwd",
        "working_directory",
        "python_path",
        "target",
        "module_path",
        "function_name",
        "python",
        "name",
        "description",
        "image",
        "directory",
        "output_directory",
        "inputs_file",
        "region",
    };

    /// <summary>Whether a key or a variable is named like a secret: <c>api_key</c>, <c>X-Auth-Token</c>, but not <c>max_tokens</c>.</summary>
    public static bool IsSecret(string name)
    {
        if (FolderVariables.Contains(name))
        {
            return false;
        }

        string[] words = Words(name);
        string last = words[^1];
        return SecretWords.Contains(last)
            || Array.Exists(words, word => word.StartsWith("credential", StringComparison.Ordinal))
            || Array.Exists(SecretEndings, ending => last.EndsWith(ending, StringComparison.Ordinal));
    }

    /// <summary>Whether the last key of a path is named like a secret.</summary>
    public static bool IsSecretPath(string path)
    {
        string last = path[(path.LastIndexOf('.') + 1)..];
        int bracket = last.IndexOf('[', StringComparison.Ordinal);
        string key =
            bracket < 0 ? last
            : last.EndsWith("\"]", StringComparison.Ordinal) ? last[(bracket + 2)..^2]
            : last[..bracket];
        return IsSecret(key);
    }

    /// <summary>Whether what stands under a key is taken for secret when it comes from the environment.</summary>
    public static bool HoldsSecrets(string key) => Holders.Contains(key);

    /// <summary>Whether a key plainly holds no secret.</summary>
    public static bool IsPublic(string key) => Public.Contains(key);

    private static string[] Words(string name)
    {
        string snake = JsonNamingPolicy.SnakeCaseLower.ConvertName(name.Replace('-', '_').Replace('.', '_'));
        string[] words = snake.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? [""] : words;
    }
}
