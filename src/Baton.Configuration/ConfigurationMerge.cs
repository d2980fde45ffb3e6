namespace Baton.Configuration;

/// <summary>Puts one layer of configuration over another.</summary>
public static class ConfigurationMerge
{
    /// <summary>
    /// Merges mappings key by key at every depth; a list or scalar replaces what stood below it. Every value keeps its own place.
    /// </summary>
    /// <param name="lower">The layer below.</param>
    /// <param name="higher">The layer that wins.</param>
    /// <returns>The keys of <paramref name="lower"/> in their order, then the new ones.</returns>
    public static ConfigurationNode Merge(ConfigurationNode lower, ConfigurationNode higher) =>
        (lower, higher) is (ConfigurationMapping below, ConfigurationMapping above) ? Merge(below, above) : higher;

    private static ConfigurationMapping Merge(ConfigurationMapping lower, ConfigurationMapping higher)
    {
        if (lower.Entries.Count == 0)
        {
            return higher;
        }

        Dictionary<string, ConfigurationEntry> above = higher.Entries.ToDictionary(
            entry => entry.Key,
            StringComparer.Ordinal
        );
        List<ConfigurationEntry> entries = new(lower.Entries.Count + higher.Entries.Count);
        foreach (ConfigurationEntry entry in lower.Entries)
        {
            entries.Add(
                above.Remove(entry.Key, out ConfigurationEntry? winner)
                    ? winner with
                    {
                        Value = Merge(entry.Value, winner.Value),
                    }
                    : entry
            );
        }

        entries.AddRange(higher.Entries.Where(entry => above.ContainsKey(entry.Key)));
        return new ConfigurationMapping(lower.Place, entries);
    }
}
