using Baton.Configuration;

namespace Baton.Experiments.Inputs;

/// <summary>A YAML or JSON file of inputs: a list, or a mapping that holds it.</summary>
internal static class InputDocument
{
    private static readonly string[] ListKeys = ["inputs", "generated_inputs", "base_inputs"];
    private static readonly string[] OtherKeys = ["version", "metadata"];

    /// <summary>Finds the list in a file.</summary>
    /// <param name="root">The file's tree.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The list, or <see langword="null"/> when an error was added.</returns>
    public static ConfigurationEntry? FindList(ConfigurationNode root, ConfigurationErrors errors)
    {
        switch (root)
        {
            case ConfigurationSequence:
                return new ConfigurationEntry("", root.Place, root);
            case ConfigurationMapping mapping:
                return FindList(mapping, errors);
            default:
                errors.Add(
                    root.Place,
                    "",
                    "is no list of inputs; write `inputs:` and below it one `- input: \"…\"` each"
                );
                return null;
        }
    }

    private static ConfigurationEntry? FindList(ConfigurationMapping mapping, ConfigurationErrors errors)
    {
        List<ConfigurationEntry> lists = [];
        foreach (ConfigurationEntry entry in mapping.Entries)
        {
            if (ListKeys.Contains(entry.Key, StringComparer.Ordinal))
            {
                lists.Add(entry);
            }
            else if (!OtherKeys.Contains(entry.Key, StringComparer.Ordinal))
            {
                string hint = Suggestion.Hint(entry.Key, [.. ListKeys, .. OtherKeys]);
                errors.Add(entry.KeyPlace, entry.Key, $"unknown key{hint}");
            }
        }

        if (lists.Count > 1)
        {
            errors.Add(
                lists[1].KeyPlace,
                lists[1].Key,
                $"a second list of inputs; `{lists[0].Key}` stands at {lists[0].KeyPlace}; keep one"
            );
        }
        else if (lists.Count == 0 && errors.IsEmpty)
        {
            errors.Add(mapping.Place, "", "no inputs; write `inputs:` and below it one `- input: \"…\"` each");
        }

        return lists.Count == 1 ? lists[0] : null;
    }
}
