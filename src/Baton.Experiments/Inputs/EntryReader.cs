using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Personas;

namespace Baton.Experiments.Inputs;

/// <summary>Reads entries from YAML and JSON strictly: a plain text, or a mapping of <see cref="EntryShape"/>.</summary>
internal static class EntryReader
{
    /// <summary>The error for a message without words.</summary>
    public const string EmptyText = "is empty; write what the user says";

    /// <summary>Reads a list of entries. What is wrong with one does not keep the others from being read.</summary>
    /// <param name="node">The list.</param>
    /// <param name="key">The path of keys to the list.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    public static List<LocatedInput> ReadAll(ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        List<LocatedInput> entries = [];
        foreach (
            (LocatedInput? entry, IReadOnlyList<ConfigurationError> wrong) in ReadEach(
                node,
                key,
                null,
                new MappingNotes(),
                errors
            )
        )
        {
            if (entry is { } read)
            {
                entries.Add(read);
            }

            foreach (ConfigurationError error in wrong)
            {
                errors.Add(error.Place, error.Key, error.Message);
            }
        }

        return entries;
    }

    /// <summary>Reads a list of entries one by one, each with what is wrong with it.</summary>
    /// <param name="node">The list.</param>
    /// <param name="key">The path of keys to the list.</param>
    /// <param name="mapper">Turns records of another form into entries, or <see langword="null"/> when they are entries.</param>
    /// <param name="notes">Where to say what entries cannot express.</param>
    /// <param name="errors">Where to say what is wrong with the list itself.</param>
    public static IEnumerable<(LocatedInput? Entry, IReadOnlyList<ConfigurationError> Wrong)> ReadEach(
        ConfigurationNode node,
        string key,
        IEntryMapper? mapper,
        MappingNotes notes,
        ConfigurationErrors errors
    )
    {
        if (node is not ConfigurationSequence list)
        {
            errors.Add(node.Place, key, "expected a list of inputs, one `- input: \"…\"` each");
            yield break;
        }

        if (list.Items.Count == 0)
        {
            errors.Add(node.Place, key, "has no entries; write at least one input");
        }

        long number = 0;
        for (int i = 0; i < list.Items.Count; i++)
        {
            foreach (var read in ReadRecord(list.Items[i], $"{key}[{i}]", number + 1, mapper, notes))
            {
                number++;
                yield return read;
            }
        }
    }

    /// <summary>Reads a record as the entries it makes, each with what is wrong with it; at least one of the two.</summary>
    /// <param name="record">The record.</param>
    /// <param name="key">The path of keys to it; may be empty.</param>
    /// <param name="number">The number of its first entry, from 1.</param>
    /// <param name="mapper">Turns records of another form into entries, or <see langword="null"/> when it is one.</param>
    /// <param name="notes">Where to say what entries cannot express.</param>
    public static IEnumerable<(LocatedInput? Entry, IReadOnlyList<ConfigurationError> Wrong)> ReadRecord(
        ConfigurationNode record,
        string key,
        long number,
        IEntryMapper? mapper,
        MappingNotes notes
    )
    {
        ConfigurationErrors unmapped = new();
        IReadOnlyList<ConfigurationNode> entries = mapper?.ToEntries(record, key, notes, unmapped) ?? [record];
        if (!unmapped.IsEmpty)
        {
            yield return (null, unmapped.Items);
            yield break;
        }

        foreach (ConfigurationNode entry in entries)
        {
            ConfigurationErrors wrong = new();
            yield return (Read(entry, key, number++, wrong), wrong.Items);
        }
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="node">The entry.</param>
    /// <param name="key">The path of keys to it; may be empty.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The entry, or <see langword="null"/> when an error was added.</returns>
    public static LocatedInput? Read(ConfigurationNode node, string key, long number, ConfigurationErrors errors)
    {
        EntryShape? shape = node is ConfigurationScalar { Kind: not ScalarKind.Null } text
            ? new EntryShape { Input = text.Text }
            : ConfigurationBinder.Bind<EntryShape>(node, key, errors);
        if (shape is null || !Check(shape, node, key, errors))
        {
            return null;
        }

        return new LocatedInput(ToInput(shape, number), node.Place.Line, node.Place.Column, shape.Id is not null)
        {
            Source = node.Place.Source,
        };
    }

    private static bool Check(EntryShape shape, ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        int before = errors.Items.Count;
        ConfigurationMapping written = node as ConfigurationMapping ?? new ConfigurationMapping(node.Place, []);
        SectionValidation section = new(written, key, errors);
        if (string.IsNullOrWhiteSpace(shape.Input))
        {
            section.Error(written.Entries.Count == 0 ? "" : "input", EmptyText);
        }

        if (shape.Id is not null && !EntryId.IsValid(shape.Id))
        {
            section.Error("id", EntryId.Rule);
        }

        if (shape.Persona is not null && !PersonaName.IsValid(shape.Persona))
        {
            section.Error("persona", PersonaName.Rule);
        }

        if (shape.Scenario is not null && string.IsNullOrWhiteSpace(shape.Scenario))
        {
            section.Error("scenario", "is empty; write who the user is and what they want, or remove it");
        }

        return errors.Items.Count == before;
    }

    private static ExperimentInput ToInput(EntryShape shape, long number) =>
        new()
        {
            Id = shape.Id ?? EntryId.Of(number),
            Text = shape.Input,
            Persona = shape.Persona,
            Expected = shape.Expected,
            Metadata = shape.Metadata,
            Scenario = shape.Scenario,
            Notes = shape.Notes,
            Turns = shape.Turns?.Turns ?? [],
            SimulateAfterTurns = shape.Turns?.Simulate ?? true,
            Approvals = [.. shape.Approvals.Select(approval => approval.ToApproval())],
            Expect = shape.Expect?.ToExpectation(),
        };
}
