namespace Baton.Configuration;

/// <summary>Collects everything wrong with a configuration, so that it can be told at once. Not thread-safe.</summary>
public sealed class ConfigurationErrors
{
    private readonly List<ConfigurationError> _items = [];

    /// <summary>What was found so far, in the order it was found.</summary>
    public IReadOnlyList<ConfigurationError> Items => _items;

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Adds one.</summary>
    public void Add(ConfigurationPlace place, string key, string message) =>
        _items.Add(new ConfigurationError(place, key, message));

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="ConfigurationException">There is at least one error; it carries them all.</exception>
    public void ThrowIfAny()
    {
        if (_items.Count > 0)
        {
            throw new ConfigurationException([.. _items]);
        }
    }
}
