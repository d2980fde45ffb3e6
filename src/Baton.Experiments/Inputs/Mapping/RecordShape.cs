using Baton.Configuration;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>Words errors about records that are not what their format says.</summary>
internal static class RecordShape
{
    private const int MostShown = 10;

    /// <summary>The record as a mapping, or <see langword="null"/> with an error.</summary>
    /// <param name="record">The record.</param>
    /// <param name="key">The path of keys to it.</param>
    /// <param name="what">What it must be, for example <c>a sample of Inspect</c>.</param>
    /// <param name="example">How one looks.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    public static ConfigurationMapping? AsMapping(
        ConfigurationNode record,
        string key,
        string what,
        string example,
        ConfigurationErrors errors
    )
    {
        if (record is ConfigurationMapping mapping)
        {
            return mapping;
        }

        errors.Add(record.Place, key, $"is {Kind(record)}, not {what}; write for example {example}");
        return null;
    }

    /// <summary>The error for a record without a key it needs.</summary>
    public static string Missing(ConfigurationMapping record, string wanted, string what, string advice)
    {
        string keys = string.Join(", ", record.Entries.Take(MostShown).Select(entry => $"`{entry.Key}`"));
        string there = record.Entries.Count == 0 ? "it is empty" : $"its keys are {keys}";
        string hint = Suggestion.Hint(wanted, record.Entries.Select(entry => entry.Key));
        return $"{what} has no `{wanted}`{hint}; {there}; {advice}";
    }

    /// <summary>The path of keys to a part of a record.</summary>
    /// <param name="key">The path to the record; may be empty.</param>
    /// <param name="part">The part.</param>
    public static string Path(string key, string part) => key.Length == 0 ? part : $"{key}.{part}";

    /// <summary>What a node is, in words.</summary>
    public static string Kind(ConfigurationNode node) =>
        node switch
        {
            ConfigurationMapping => "a mapping",
            ConfigurationSequence => "a list",
            ConfigurationScalar { Kind: ScalarKind.Null } => "empty",
            ConfigurationScalar { Kind: ScalarKind.Text } => "a text",
            _ => "a number or truth value",
        };
}
