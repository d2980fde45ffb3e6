using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Baton.Experiments.Personas;

namespace Baton.Experiments.Inputs;

/// <summary>
/// Reads the usual JSON Lines entry (text, identifier, persona, expected answer, metadata) straight from its bytes.
/// Whatever else a line holds, mistakes included, is left to <see cref="EntryReader"/>, which words the errors.
/// </summary>
internal sealed class PlainJsonEntry
{
    private readonly PersonaNames _personas = new();

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">The entry's number, from 1.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>Whether the line was an entry of the usual form without a mistake.</returns>
    public bool TryRead(ReadOnlySpan<byte> line, long number, [NotNullWhen(true)] out LocatedInput? entry)
    {
        entry = null;
        if (!Utf8.IsValid(line))
        {
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(line);
            Fields fields = default;
            if (!ReadFields(ref reader, ref fields) || string.IsNullOrWhiteSpace(fields.Text))
            {
                return false;
            }

            ExperimentInput input = new()
            {
                Id = fields.Id ?? EntryId.Of(number),
                Text = fields.Text,
                Persona = fields.Persona,
                Expected = fields.Expected,
                Metadata = fields.Metadata,
            };
            entry = new LocatedInput(input, 0, 1, fields.Id is not null);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool ReadFields(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!ReadField(ref reader, ref fields))
            {
                return false;
            }
        }

        return !reader.Read();
    }

    private bool ReadField(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (reader.ValueTextEquals("input"u8))
        {
            return fields.Text is null && TryReadText(ref reader, out fields.Text);
        }

        if (reader.ValueTextEquals("id"u8))
        {
            return fields.Id is null && TryReadText(ref reader, out fields.Id) && EntryId.IsValid(fields.Id);
        }

        if (reader.ValueTextEquals("persona"u8))
        {
            bool isFirst = fields.Persona is null;
            fields.Persona = TryReadText(ref reader, out string? name) ? _personas.Share(name) : null;
            return isFirst && fields.Persona is not null;
        }

        if (reader.ValueTextEquals("expected"u8))
        {
            bool first = fields.Expected is null;
            reader.Read();
            fields.Expected = JsonNodeReader.Read(ref reader);
            return first && fields.Expected is not null;
        }

        if (reader.ValueTextEquals("metadata"u8))
        {
            bool isFirstObject =
                fields.Metadata is null && reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            fields.Metadata = isFirstObject ? JsonNodeReader.ReadObject(ref reader) : null;
            return isFirstObject;
        }

        return false;
    }

    private static bool TryReadText(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? text)
    {
        text = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is not null;
    }

    private ref struct Fields
    {
        public string? Text;
        public string? Id;
        public string? Persona;
        public JsonNode? Expected;
        public JsonObject? Metadata;
    }
}
