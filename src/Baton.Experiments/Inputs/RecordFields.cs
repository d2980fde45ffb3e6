using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;
using Baton.Targets.Templates;

namespace Baton.Experiments.Inputs;

/// <summary>Makes entries of records that name their parts differently (<c>inputs.fields</c>). Immutable.</summary>
internal sealed class RecordFields : IEntryMapper
{
    private static readonly string[] OnlyInEntries = ["turns", "approvals", "expect", "scenario", "notes"];

    private readonly InputFields _fields;
    private readonly Dictionary<string, DataPath> _paths = new(StringComparer.Ordinal);

    public RecordFields(InputFields fields)
    {
        _fields = fields;
        foreach ((string part, string? source) in fields.Parts)
        {
            if (source is not null && DataPath.TryParse(source, null, out DataPath? path) && path.Segments.Count > 1)
            {
                _paths[part] = path;
            }
        }
    }

    /// <summary>The record as an entry; keys that are no part become metadata.</summary>
    public IReadOnlyList<ConfigurationNode> ToEntries(
        ConfigurationNode record,
        string key,
        MappingNotes notes,
        ConfigurationErrors errors
    )
    {
        if (record is not ConfigurationMapping mapping)
        {
            return [record];
        }

        HashSet<string> used = new(StringComparer.Ordinal);
        List<ConfigurationEntry> entry = [];
        ConfigurationEntry? metadata = null;
        foreach ((string part, string? source) in _fields.Parts)
        {
            if (Find(mapping, part, source, used) is not { } found)
            {
                if (part == "input")
                {
                    errors.Add(mapping.Place, key, Missing(source ?? part, mapping));
                }
            }
            else if (part == "metadata")
            {
                metadata = found;
            }
            else if (found.Value is not ConfigurationScalar { Kind: ScalarKind.Null })
            {
                entry.Add(new ConfigurationEntry(part, found.KeyPlace, AsPart(part, found.Value)));
            }
        }

        List<ConfigurationEntry> facts = [];
        foreach (ConfigurationEntry rest in mapping.Entries.Where(rest => !used.Contains(rest.Key)))
        {
            (OnlyInEntries.Contains(rest.Key, StringComparer.Ordinal) ? entry : facts).Add(rest);
        }

        AddMetadata(entry, metadata, facts, mapping.Place, key, errors);
        return errors.IsEmpty ? [mapping with { Entries = entry }] : [];
    }

    private ConfigurationEntry? Find(ConfigurationMapping record, string part, string? source, HashSet<string> used)
    {
        if (record[source ?? part] is { } literal)
        {
            used.Add(literal.Key);
            return literal;
        }

        if (!_paths.TryGetValue(part, out DataPath? path) || record[path.Segments[0].Key] is not { } head)
        {
            return null;
        }

        used.Add(head.Key);
        ConfigurationNode? value = NodePath.Follow(head.Value, path.Segments.Skip(1));
        return value is null ? null : new ConfigurationEntry(part, value.Place, value);
    }

    // Data sets number their rows and write answers as numbers; the text is what is meant.
    private static ConfigurationNode AsPart(string part, ConfigurationNode value) =>
        part != "expected" && value is ConfigurationScalar { Kind: not ScalarKind.Text } scalar
            ? scalar with
            {
                Kind = ScalarKind.Text,
            }
            : value;

    private static void AddMetadata(
        List<ConfigurationEntry> entry,
        ConfigurationEntry? metadata,
        List<ConfigurationEntry> facts,
        ConfigurationPlace place,
        string key,
        ConfigurationErrors errors
    )
    {
        switch (metadata?.Value)
        {
            case ConfigurationMapping given:
                foreach (ConfigurationEntry fact in facts.Where(fact => given[fact.Key] is not null))
                {
                    string path = key.Length == 0 ? fact.Key : $"{key}.{fact.Key}";
                    errors.Add(fact.KeyPlace, path, $"stands in `{metadata.Key}` too; keep one");
                }

                entry.Add(
                    new ConfigurationEntry(
                        "metadata",
                        metadata.KeyPlace,
                        given with
                        {
                            Entries = [.. given.Entries, .. facts],
                        }
                    )
                );
                break;
            case { } other and not ConfigurationScalar { Kind: ScalarKind.Null }:
                entry.Add(new ConfigurationEntry("metadata", metadata!.KeyPlace, other));
                break;
            default:
                if (facts.Count > 0)
                {
                    entry.Add(new ConfigurationEntry("metadata", place, new ConfigurationMapping(place, facts)));
                }

                break;
        }
    }

    private static string Missing(string source, ConfigurationMapping record)
    {
        string keys = string.Join(", ", record.Entries.Take(10).Select(entry => $"`{entry.Key}`"));
        string there = record.Entries.Count == 0 ? "it is empty" : $"its keys are {keys}";
        string hint = Suggestion.Hint(source, record.Entries.Select(entry => entry.Key));
        return $"the record has no `{source}` (`inputs.fields.input`){hint}; {there}";
    }
}
