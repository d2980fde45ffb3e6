using System.Globalization;
using Baton.Configuration;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>An entry that is put together from the parts of a record. Not thread-safe.</summary>
/// <param name="record">The record.</param>
internal sealed class MappedEntry(ConfigurationMapping record)
{
    private readonly List<ConfigurationEntry> _parts = [];
    private readonly List<ConfigurationEntry> _metadata = [];
    private readonly List<ConfigurationEntry> _notes = [];

    /// <summary>Sets a part to a value; nothing where there is none.</summary>
    public void Set(string part, ConfigurationNode? value, ConfigurationPlace? place = null)
    {
        if (value is not (null or ConfigurationScalar { Kind: ScalarKind.Null }))
        {
            _parts.Add(new ConfigurationEntry(part, place ?? value.Place, value));
        }
    }

    /// <summary>Sets a part that is a text; numbers and truth values are taken as written.</summary>
    public void SetText(string part, ConfigurationEntry? found) =>
        Set(part, found is null ? null : AsText(found.Value), found?.KeyPlace);

    /// <summary>Adds a fact that the agent may know.</summary>
    public void Fact(string name, ConfigurationNode value) => Add(_metadata, name, value);

    /// <summary>Adds a fact that the agent must not know.</summary>
    public void Note(string name, ConfigurationNode value) => Add(_notes, name, value);

    /// <summary>The entry.</summary>
    public ConfigurationMapping ToEntry()
    {
        List<ConfigurationEntry> all = [.. _parts];
        Append(all, "metadata", _metadata);
        Append(all, "notes", _notes);
        return record with { Entries = all };
    }

    /// <summary>A scalar as text; anything else as it is.</summary>
    public static ConfigurationNode AsText(ConfigurationNode value) =>
        value is ConfigurationScalar { Kind: not (ScalarKind.Text or ScalarKind.Null) } scalar
            ? scalar with
            {
                Kind = ScalarKind.Text,
            }
            : value;

    /// <summary>A text.</summary>
    public static ConfigurationScalar Text(string text, ConfigurationPlace place) => new(place, text, ScalarKind.Text);

    /// <summary>A mapping; entries without a value are left out.</summary>
    public static ConfigurationMapping Mapping(
        ConfigurationPlace place,
        params IEnumerable<(string Key, ConfigurationNode? Value)> entries
    ) =>
        new(
            place,
            [
                .. entries
                    .Where(entry => entry.Value is not null)
                    .Select(entry => new ConfigurationEntry(entry.Key, entry.Value!.Place, entry.Value)),
            ]
        );

    private void Append(List<ConfigurationEntry> all, string part, List<ConfigurationEntry> facts)
    {
        if (facts.Count > 0)
        {
            all.Add(new ConfigurationEntry(part, record.Place, new ConfigurationMapping(record.Place, facts)));
        }
    }

    private static void Add(List<ConfigurationEntry> facts, string name, ConfigurationNode value)
    {
        string free = name;
        for (int number = 2; facts.Exists(fact => fact.Key == free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
        }

        facts.Add(new ConfigurationEntry(free, value.Place, value));
    }
}
