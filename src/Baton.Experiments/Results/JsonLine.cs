using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Experiments.Results;

/// <summary>Writes JSON objects, one a line. Everything that people, agents or models wrote passes the redactor.</summary>
internal sealed class JsonLine : IDisposable
{
    private readonly LineBuffer _buffer;
    private readonly Utf8JsonWriter _json;

    /// <summary>Writes to a buffer.</summary>
    /// <param name="buffer">Gets the lines.</param>
    /// <param name="redactor">Takes secrets out of texts; <see langword="null"/> when there are none.</param>
    public JsonLine(LineBuffer buffer, SecretRedactor? redactor = null)
    {
        _buffer = buffer;
        _json = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }
        );
        Given = new RedactedJson(_json, redactor is { KnowsAny: true } ? redactor : null);
    }

    /// <summary>Writes names and values that somebody gave into this line.</summary>
    public RedactedJson Given { get; }

    public void Start() => _json.WriteStartObject();

    public void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.GetSpan(1)[0] = (byte)'\n';
        _buffer.Advance(1);
    }

    /// <summary>Forgets what was written since <paramref name="length"/>.</summary>
    public void CutTo(int length)
    {
        _json.Reset();
        _buffer.CutTo(length);
    }

    public void StartObject(ReadOnlySpan<byte> name) => _json.WriteStartObject(name);

    public void StartObject() => _json.WriteStartObject();

    public void EndObject() => _json.WriteEndObject();

    public void StartArray(ReadOnlySpan<byte> name) => _json.WriteStartArray(name);

    public void EndArray() => _json.WriteEndArray();

    /// <summary>Writes a word of Baton's own, or a name; never redacted.</summary>
    public void Word(ReadOnlySpan<byte> name, string? value) => _json.WriteString(name, value);

    /// <summary>The same for a word in UTF-8.</summary>
    public void Word(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _json.WriteString(name, value);

    public void Text(ReadOnlySpan<byte> name, string? value)
    {
        _json.WritePropertyName(name);
        Given.Text(value);
    }

    /// <summary>Writes a text in UTF-8; bytes that are none become U+FFFD.</summary>
    public void Utf8Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _json.WritePropertyName(name);
        Given.Text(value);
    }

    public void TextIfAny(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            Text(name, value);
        }
    }

    /// <summary>Writes the name of a property of Baton's own, whose value goes to <see cref="Given"/>.</summary>
    public void Name(ReadOnlySpan<byte> name) => _json.WritePropertyName(name);

    public void Truth(ReadOnlySpan<byte> name, bool value) => _json.WriteBoolean(name, value);

    public void TruthOrNull(ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } truth)
        {
            _json.WriteBoolean(name, truth);
        }
        else
        {
            _json.WriteNull(name);
        }
    }

    /// <summary>Writes a number from 0 to 1 to six decimals.</summary>
    public void ScoreOrNull(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } score)
        {
            _json.WriteNumber(name, Math.Round(score, 6));
        }
        else
        {
            _json.WriteNull(name);
        }
    }

    public void Number(ReadOnlySpan<byte> name, long value) => _json.WriteNumber(name, value);

    public void NumberIfAny(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            _json.WriteNumber(name, number);
        }
    }

    public void NumberIfAny(ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } number)
        {
            _json.WriteNumber(name, number);
        }
    }

    /// <summary>Writes a measure to three decimals; one that is not finite is left out.</summary>
    public void MeasureIfAny(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            _json.WriteNumber(name, Math.Round(number, 3));
        }
    }

    public void Time(ReadOnlySpan<byte> name, DateTimeOffset value) => _json.WriteString(name, value.UtcDateTime);

    public void JsonIfAny(ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is not { } element || element.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        _json.WritePropertyName(name);
        Given.Value(element);
    }

    public void JsonIfAny(ReadOnlySpan<byte> name, JsonNode? value)
    {
        if (value is not null)
        {
            _json.WritePropertyName(name);
            Given.Value(value);
        }
    }

    /// <summary>Writes an object whose properties the caller writes to this line.</summary>
    public void Nested(ReadOnlySpan<byte> name, Action properties)
    {
        StartObject(name);
        properties();
        EndObject();
    }

    /// <summary>Writes a number as 16 hexadecimal digits.</summary>
    public void Hexadecimal(ReadOnlySpan<byte> name, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        Span<byte> digits = stackalloc byte[16];
        Convert.TryToHexStringLower(bytes, digits, out _);
        _json.WriteString(name, digits);
    }

    public void Dispose() => _json.Dispose();
}
