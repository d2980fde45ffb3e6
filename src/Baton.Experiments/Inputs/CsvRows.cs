using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Personas;

namespace Baton.Experiments.Inputs;

/// <summary>Turns the rows of a CSV file into entries; blank cells are absent values. Not thread-safe.</summary>
/// <param name="columns">What the columns are.</param>
/// <param name="shownAs">The file as the user would type it.</param>
internal sealed class CsvRows(CsvColumns columns, string shownAs) : ICsvRows
{
    private readonly PersonaNames _personas = new();
    private long _number;

    /// <inheritdoc/>
    public IReadOnlyList<LocatedInput> Read(string[] record, int line, InputFindings findings)
    {
        if (record.Length == 1 && string.IsNullOrWhiteSpace(record[0]))
        {
            return [];
        }

        _number++;
        ConfigurationErrors errors = new();
        ConfigurationPlace place = new(shownAs, line, 1);
        if (record.Length != columns.Count)
        {
            errors.Add(place, "", WrongCount(record.Length, columns.Count));
        }
        else if (string.IsNullOrWhiteSpace(record[columns.Input]))
        {
            errors.Add(place, "input", EntryReader.EmptyText);
        }

        ExperimentInput? input = errors.IsEmpty ? ReadEntry(record, place, errors) : null;
        findings.AddEntry(errors.Items);
        return input is null || !errors.IsEmpty
            ? []
            : [new LocatedInput(input, line, 1, Cell(record, columns.Id) is not null)];
    }

    /// <inheritdoc/>
    public void PassOver() => _number++;

    /// <inheritdoc/>
    public void Finish(InputFindings findings) { }

    /// <summary>The error for a row with more or fewer fields than the header.</summary>
    public static string WrongCount(int found, int wanted) =>
        $"fields: {found}, but {wanted} in the header; check the commas, and put fields that hold a comma in quotes";

    private ExperimentInput ReadEntry(string[] record, ConfigurationPlace place, ConfigurationErrors errors)
    {
        string? id = Cell(record, columns.Id)?.Trim();
        if (id is not null && !EntryId.IsValid(id))
        {
            errors.Add(place, "id", EntryId.Rule);
        }

        string? expected = Cell(record, columns.Expected);
        return new ExperimentInput
        {
            Id = id ?? EntryId.Of(_number),
            Text = record[columns.Input],
            Persona = ReadPersona(record, place, errors),
            Expected = expected is null ? null : JsonValue.Create(expected),
            Metadata = ReadMetadata(record, place, errors),
        };
    }

    private string? ReadPersona(string[] record, ConfigurationPlace place, ConfigurationErrors errors)
    {
        string? name = Cell(record, columns.Persona)?.Trim();
        if (name is null)
        {
            return null;
        }

        string? persona = _personas.Share(name);
        if (persona is null)
        {
            errors.Add(place, "persona", PersonaName.Rule);
        }

        return persona;
    }

    private JsonObject? ReadMetadata(string[] record, ConfigurationPlace place, ConfigurationErrors errors)
    {
        JsonObject? metadata = Cell(record, columns.Metadata) is { } json ? ReadObject(json, place, errors) : null;
        foreach ((int column, string name) in columns.MetadataFacts)
        {
            if (Cell(record, column) is { } value && !(metadata ??= []).TryAdd(name, JsonValue.Create(value)))
            {
                errors.Add(place, $"metadata.{name}", "is given twice; keep one");
            }
        }

        return metadata;
    }

    private static JsonObject? ReadObject(string json, ConfigurationPlace place, ConfigurationErrors errors)
    {
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                JsonObject read = JsonNodeReader.ReadObject(ref reader);
                reader.Read();
                return read;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Said below, with an example: the parser's own words are about its buffer.
        }

        errors.Add(
            place,
            "metadata",
            "is no JSON object; write for example {\"source\": \"crm\"}, with its quotes doubled"
        );
        return null;
    }

    private static string? Cell(string[] record, int column) =>
        column < 0 || string.IsNullOrWhiteSpace(record[column]) ? null : record[column];
}
