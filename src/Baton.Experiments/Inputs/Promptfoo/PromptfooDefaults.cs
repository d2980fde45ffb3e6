using Baton.Configuration;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>Puts tests over what they begin with.</summary>
internal static class PromptfooDefaults
{
    /// <summary>A test over its defaults: variables, options and metadata by name, assertions one behind the other.</summary>
    public static ConfigurationMapping Merge(ConfigurationMapping? defaults, ConfigurationMapping test)
    {
        if (defaults is null)
        {
            return test;
        }

        List<ConfigurationEntry> merged = [];
        foreach (ConfigurationEntry entry in test.Entries)
        {
            merged.Add(defaults[entry.Key] is { } before ? Merge(before, entry) : entry);
        }

        merged.AddRange(defaults.Entries.Where(entry => test[entry.Key] is null));
        return test with { Entries = merged };
    }

    /// <summary>A mapping with another one's entries put over its own.</summary>
    public static ConfigurationMapping Over(ConfigurationMapping under, ConfigurationMapping over) =>
        over with
        {
            Entries = [.. under.Entries.Where(entry => over[entry.Key] is null), .. over.Entries],
        };

    private static ConfigurationEntry Merge(ConfigurationEntry before, ConfigurationEntry entry) =>
        (entry.Key, before.Value, entry.Value) switch
        {
            ("vars" or "options" or "metadata", ConfigurationMapping under, ConfigurationMapping over) => entry with
            {
                Value = Over(under, over),
            },
            ("assert", ConfigurationSequence first, ConfigurationSequence second) => entry with
            {
                Value = second with { Items = [.. first.Items, .. second.Items] },
            },
            _ => entry,
        };
}
