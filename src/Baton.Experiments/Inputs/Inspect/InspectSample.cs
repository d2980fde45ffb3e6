using System.Text;
using Baton.Configuration;
using Baton.Experiments.Inputs.Chats;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.Inspect;

/// <summary>A sample of Inspect AI: <c>input</c>, <c>target</c>, <c>choices</c>, <c>id</c>, <c>metadata</c>, <c>sandbox</c>, <c>files</c>, <c>setup</c>.</summary>
/// <param name="fields">Under which names the parts stand.</param>
internal sealed class InspectSample(InputFields fields) : IEntryMapper
{
    private const string What = "a sample of Inspect";
    private const string Example = """{"input": "2+2?", "target": "4"}""";
    private const string ChoicesKey = "choices";

    private static readonly string[] Surroundings = ["sandbox", "files", "setup"];

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationNode> ToEntries(
        ConfigurationNode record,
        string key,
        MappingNotes notes,
        ConfigurationErrors errors
    )
    {
        if (RecordShape.AsMapping(record, key, What, Example, errors) is not { } sample)
        {
            return [];
        }

        sample = WithJsonOfCells(sample, key, errors);
        SampleParts parts = new(sample, fields, fields.Expected ?? "target", [ChoicesKey, .. Surroundings]);
        SampleInput? said = SampleInput.Read(sample, parts.InputKey, key, What, errors);
        IReadOnlyList<string>? choices = Choices(sample, key, errors);
        if (said is null || !errors.IsEmpty)
        {
            return [];
        }

        MappedEntry entry = new(sample);
        parts.AddTo(entry);
        if (choices is { Count: > 0 })
        {
            said.Append(string.Join('\n', choices.Select((choice, index) => $"{Letter(index)}) {choice}")));
            ConfigurationPlace place = sample[ChoicesKey]!.Value.Place;
            entry.Fact(
                ChoicesKey,
                new ConfigurationSequence(place, [.. choices.Select(choice => MappedEntry.Text(choice, place))])
            );
        }

        AddSurroundings(sample, entry, notes);
        foreach (ConfigurationEntry rest in parts.Rest)
        {
            entry.Note(rest.Key, rest.Value);
        }

        said.AddTo(entry, notes);
        return [entry.ToEntry()];
    }

    private static void AddSurroundings(ConfigurationMapping sample, MappedEntry entry, MappingNotes notes)
    {
        foreach (string part in Surroundings)
        {
            if (
                sample[part] is
                {
                    Value: not ConfigurationScalar { Kind: ScalarKind.Null } and not ConfigurationScalar { Text: "" }
                } found
            )
            {
                entry.Fact(part, found.Value);
                notes.Add(found.KeyPlace, $"`{part}` is not carried out; it is in `metadata.{part}`");
            }
        }
    }

    // A cell of a CSV file holds mappings as JSON.
    private ConfigurationMapping WithJsonOfCells(ConfigurationMapping sample, string key, ConfigurationErrors errors)
    {
        string[] mappings = [fields.Metadata ?? "metadata", "files"];
        return sample with
        {
            Entries =
            [
                .. sample.Entries.Select(entry =>
                    mappings.Contains(entry.Key, StringComparer.Ordinal)
                    && entry.Value is ConfigurationScalar { Kind: ScalarKind.Text, Text.Length: > 0 } cell
                        ? entry with
                        {
                            Value = ReadCell(cell, RecordShape.Path(key, entry.Key), errors),
                        }
                        : entry
                ),
            ],
        };
    }

    private static ConfigurationNode ReadCell(ConfigurationScalar cell, string key, ConfigurationErrors errors)
    {
        ConfigurationErrors found = new();
        ConfigurationNode? read = ConfigurationText.Parse(
            cell.Place.Source,
            Encoding.UTF8.GetBytes(cell.Text),
            ConfigurationFormat.Json,
            found
        );
        if (read is ConfigurationMapping mapping && found.IsEmpty)
        {
            return Placed.At(cell.Place, mapping);
        }

        errors.Add(cell.Place, key, "is no JSON object; write for example {\"source\": \"crm\"}");
        return cell;
    }

    private static IReadOnlyList<string>? Choices(ConfigurationMapping sample, string key, ConfigurationErrors errors)
    {
        switch (sample[ChoicesKey]?.Value)
        {
            case null or ConfigurationScalar { Kind: ScalarKind.Null }:
                return null;
            case ConfigurationScalar text:
                string[] parts = text.Text.Split(
                    ',',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                );
                return parts.Length > 1 ? parts : text.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            case ConfigurationSequence list when list.Items.All(item => item is ConfigurationScalar):
                return
                [
                    .. list
                        .Items.Cast<ConfigurationScalar>()
                        .Select(item => item.Text)
                        .Where(text => !string.IsNullOrWhiteSpace(text)),
                ];
            case { } other:
                errors.Add(other.Place, RecordShape.Path(key, ChoicesKey), "expected a list of texts, one choice each");
                return null;
        }
    }

    // Letters first, then numbers, as Inspect counts them.
    private static string Letter(int index) => index < 26 ? $"{(char)('A' + index)}" : $"{index - 25}";
}
