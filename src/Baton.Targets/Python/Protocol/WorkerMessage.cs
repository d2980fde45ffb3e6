using System.Text.Json;

namespace Baton.Targets.Python.Protocol;

/// <summary>One message of a worker, as it stands on the wire; which members are set depends on its type.</summary>
internal sealed class WorkerMessage
{
    /// <summary>Deep enough for the worker's deepest value.</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private Dictionary<string, JsonElement>? _values;

    /// <summary>The message's word.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The call it belongs to, or 0.</summary>
    public long Call { get; private set; }

    /// <summary>The text of <c>text</c>, <c>log</c>, <c>failed</c> and <c>error</c>, or the output of <c>done</c>.</summary>
    public string? Text { get; private set; }

    /// <summary>The span it is about, or <see langword="null"/>.</summary>
    public string? Span { get; private set; }

    /// <summary>When it happened, in seconds since 1970, or <see langword="null"/>.</summary>
    public double? At { get; private set; }

    /// <summary>Reads one line.</summary>
    /// <exception cref="JsonException">The line is no message.</exception>
    public static WorkerMessage Parse(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader reader = new(line, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The message is no object.");
        }

        WorkerMessage message = new();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            message.ReadMember(ref reader);
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
        {
            throw new JsonException("The message does not end where its line ends.");
        }

        return message;
    }

    /// <summary>A member as it came, or <see langword="null"/> when absent or null.</summary>
    public JsonElement? Value(string name) =>
        _values is not null && _values.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>A member that is text, or <see langword="null"/>.</summary>
    public string? String(string name) =>
        Value(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A member that is a number, or <see langword="null"/>.</summary>
    public double? Number(string name) =>
        Value(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    /// <summary>A member that is a whole number, or <see langword="null"/>.</summary>
    public long? Integer(string name) =>
        Value(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : null;

    /// <summary>Whether a member is there and true.</summary>
    public bool IsTrue(string name) => Value(name) is { ValueKind: JsonValueKind.True };

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("type"u8))
        {
            reader.Read();
            Type = Word(ref reader);
        }
        else if (reader.ValueTextEquals("run"u8))
        {
            reader.Read();
            Call = reader.GetInt64();
        }
        else if (reader.ValueTextEquals("span"u8))
        {
            reader.Read();
            Span = reader.GetString();
        }
        else if (reader.ValueTextEquals("at"u8))
        {
            reader.Read();
            At = reader.GetDouble();
        }
        else if (
            reader.ValueTextEquals("text"u8)
            || reader.ValueTextEquals("output"u8) && Type == "done"
            || reader.ValueTextEquals("message"u8)
        )
        {
            reader.Read();
            Text = reader.GetString();
        }
        else
        {
            string name = reader.GetString()!;
            reader.Read();
            (_values ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal))[name] = JsonElement.ParseValue(
                ref reader
            );
        }
    }

    private static string Word(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("done"u8) ? "done"
        : reader.ValueTextEquals("text"u8) ? "text"
        : reader.ValueTextEquals("log"u8) ? "log"
        : reader.GetString() ?? "";
}
