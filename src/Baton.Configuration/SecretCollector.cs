using Baton.Configuration.Secrets;

namespace Baton.Configuration;

/// <summary>Gathers the values that must not be shown while a configuration is read. Not thread-safe.</summary>
public sealed class SecretCollector
{
    /// <summary>Shorter values are masked where they stand in a configuration, but not searched for in other text.</summary>
    public const int ShortestSearched = 6;

    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    /// <summary>What was gathered so far.</summary>
    public IReadOnlyCollection<string> Values => _values;

    /// <summary>Whether a key, header or variable is named like a secret, for example <c>api_key</c> or <c>Authorization</c>.</summary>
    public static bool IsSecretName(string name) => SecretNames.IsSecret(name);

    /// <summary>Adds a value; of <c>Bearer xyz</c> also the part behind the scheme.</summary>
    public void Add(string value)
    {
        AddSearched(value);
        int space = value.LastIndexOf(' ');
        if (space > 0)
        {
            AddSearched(value[(space + 1)..]);
        }
    }

    /// <summary>Adds the parts of an address that may be secret: password and values of the query.</summary>
    public void AddPartsOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri))
        {
            return;
        }

        int password = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        if (password >= 0)
        {
            AddSearched(uri.UserInfo[(password + 1)..]);
            AddSearched(Uri.UnescapeDataString(uri.UserInfo[(password + 1)..]));
        }

        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string value = pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..];
            AddSearched(value);
            AddSearched(Uri.UnescapeDataString(value));
        }
    }

    private void AddSearched(string value)
    {
        string trimmed = value.Trim();
        if (trimmed.Length >= ShortestSearched)
        {
            _values.Add(trimmed);
        }
    }
}
