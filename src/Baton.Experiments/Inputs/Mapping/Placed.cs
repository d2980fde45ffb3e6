using Baton.Configuration;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>Moves what was read out of a text to where that text stands.</summary>
internal static class Placed
{
    /// <summary>The same tree with one place for all of it.</summary>
    public static ConfigurationNode At(ConfigurationPlace place, ConfigurationNode node) =>
        node switch
        {
            ConfigurationMapping mapping => new ConfigurationMapping(
                place,
                [.. mapping.Entries.Select(entry => new ConfigurationEntry(entry.Key, place, At(place, entry.Value)))]
            ),
            ConfigurationSequence list => new ConfigurationSequence(
                place,
                [.. list.Items.Select(item => At(place, item))]
            ),
            _ => node with { Place = place },
        };
}
