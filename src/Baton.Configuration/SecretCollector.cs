using Baton.Configuration.Secrets;

namespace Baton.Configuration;

/// <summary>Gathers the values that must not be shown while a configuration is read. Not thread-safe.</summary>
public sealed class SecretCollector
{
    /// <summary>Shorter values are too common to be searched for in output; they are masked where they stand alone.</summary>
    public const int ShortestSearched = 6;

    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    /// <summary>The values gathered so far.</summary>
    public IReadOnlyCollection<string> Values => _values;

    /// <summary>Whether a key, header or variable is named like a secret, for example <c>api_key</c> or <c>Authorization</c>.</summary>
    public static bool IsSecretName(string name) => SecretNames.IsSecret(name);

    /// <summary>
    /// Adds a secret value. After an authentication scheme (<c>Bearer xyz</c>) what follows the scheme is the secret too.
    /// </summary>
    public void Add(string value)
    {
        string trimmed = value.Trim();
        if (trimmed.Length < ShortestSearched)
        {
            return;
        }

        _values.Add(trimmed);
        int space = trimmed.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0 && trimmed.AsSpan(0, space).ContainsAnyExceptInRange('A', 'z') is false)
        {
            string credentials = trimmed[(space + 1)..].Trim();
            bool oneWord = !credentials.Contains(' ', StringComparison.Ordinal);
            if (oneWord && credentials.Length >= ShortestSearched)
            {
                _values.Add(credentials);
            }
        }
    }

    /// <summary>Adds the values of the variables that are named like secrets, used in the configuration or not.</summary>
    /// <param name="variables">The environment.</param>
    public void AddNamedLikeSecrets(IEnumerable<KeyValuePair<string, string>> variables)
    {
        const int shortestUnused = 8;
        foreach ((string name, string value) in variables)
        {
            if (value.Length >= shortestUnused && SecretNames.IsSecret(name))
            {
                Add(value);
            }
        }
    }
}
