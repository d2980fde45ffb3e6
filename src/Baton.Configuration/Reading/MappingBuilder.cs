namespace Baton.Configuration.Reading;

/// <summary>Collects the entries of a mapping and reports keys given twice.</summary>
internal sealed class MappingBuilder(ConfigurationPlace place, ConfigurationErrors errors)
{
    private readonly List<ConfigurationEntry> _entries = [];
    private readonly Dictionary<string, ConfigurationPlace> _places = new(StringComparer.Ordinal);

    public void Add(string key, ConfigurationPlace keyPlace, ConfigurationNode value)
    {
        if (_places.TryAdd(key, keyPlace))
        {
            _entries.Add(new ConfigurationEntry(key, keyPlace, value));
        }
        else
        {
            errors.Add(keyPlace, key, $"given twice, first at {_places[key]}; keep one");
        }
    }

    /// <summary>Takes over the entries of another mapping whose keys are not given here.</summary>
    public void AddMissing(ConfigurationMapping other)
    {
        foreach (ConfigurationEntry entry in other.Entries)
        {
            if (_places.TryAdd(entry.Key, entry.KeyPlace))
            {
                _entries.Add(entry);
            }
        }
    }

    public ConfigurationMapping Build() => new(place, _entries);
}
