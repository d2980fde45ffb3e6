using Baton.Configuration;

namespace Baton.Experiments.Settings;

/// <summary>Settings that may be written in two places. Afterwards only the first one's is used.</summary>
internal static class SettingSpellings
{
    /// <summary>Each setting and its other spelling, as paths of keys.</summary>
    public static readonly (string[] Setting, string[] Other)[] Pairs =
    [
        (["iterations"], ["runner", "iterations"]),
        (["inputs_file"], ["inputs", "file"]),
        (["output", "directory"], ["output_directory"]),
        (["output", "format"], ["output_format"]),
        (["evaluation", "goal"], ["evaluation_goal", "text"]),
        (["evaluation", "aggregate"], ["aggregate"]),
        (["evaluation", "limits", "sample_rate"], ["limits", "sample_rate"]),
        (["evaluation", "limits", "max_llm_calls"], ["limits", "max_llm_calls"]),
        (["evaluation", "limits", "timeout_seconds"], ["limits", "timeout_seconds"]),
        (["evaluation", "limits", "cache"], ["limits", "cache"]),
    ];

    /// <summary>The other spellings, as paths of keys.</summary>
    public static IEnumerable<string> Others => Pairs.Select(pair => string.Join('.', pair.Other));

    /// <summary>Brings the settings of one source to their first spelling.</summary>
    /// <param name="tree">What was written.</param>
    /// <param name="errors">Where to say that the two spellings have different values.</param>
    public static ConfigurationMapping Unite(ConfigurationMapping tree, ConfigurationErrors errors)
    {
        foreach ((string[] setting, string[] other) in Pairs)
        {
            if (Find(tree, other) is not { } found)
            {
                continue;
            }

            tree = Without(tree, other);
            ConfigurationEntry? first = Find(tree, setting);
            if (first is null)
            {
                tree = (ConfigurationMapping)ConfigurationMerge.Merge(tree, Nest(setting, found));
            }
            else if (!SameValue.In(first.Value, found.Value))
            {
                string name = string.Join('.', setting);
                errors.Add(
                    found.Value.Place,
                    string.Join('.', other),
                    $"{SameValue.Show(found.Value)} differs from `{name}`, which is {SameValue.Show(first.Value)} at {first.Value.Place}; keep one"
                );
            }
        }

        return tree;
    }

    private static ConfigurationEntry? Find(ConfigurationMapping tree, ReadOnlySpan<string> path)
    {
        ConfigurationEntry? entry = tree[path[0]];
        return path.Length == 1 ? entry
            : entry?.Value is ConfigurationMapping inner ? Find(inner, path[1..])
            : null;
    }

    private static ConfigurationMapping Without(ConfigurationMapping tree, ReadOnlySpan<string> path)
    {
        List<ConfigurationEntry> entries = [.. tree.Entries];
        string key = path[0];
        int index = entries.FindIndex(entry => string.Equals(entry.Key, key, StringComparison.Ordinal));
        if (path.Length == 1)
        {
            entries.RemoveAt(index);
        }
        else
        {
            ConfigurationMapping rest = Without((ConfigurationMapping)entries[index].Value, path[1..]);
            if (rest.Entries.Count == 0)
            {
                entries.RemoveAt(index);
            }
            else
            {
                entries[index] = entries[index] with { Value = rest };
            }
        }

        return tree with
        {
            Entries = entries,
        };
    }

    private static ConfigurationMapping Nest(ReadOnlySpan<string> path, ConfigurationEntry leaf)
    {
        ConfigurationNode value = path.Length == 1 ? leaf.Value : Nest(path[1..], leaf);
        return new ConfigurationMapping(leaf.KeyPlace, [new ConfigurationEntry(path[0], leaf.KeyPlace, value)]);
    }
}
