using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Baton.Targets.Templates;

/// <summary>Gives JSON values as text, whatever an agent may have put into them.</summary>
internal static class JsonText
{
    /// <summary>A string as it is, anything else as JSON, JSON's null and nothing as <see langword="null"/>.</summary>
    public static string? Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => String(value),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number or JsonValueKind.Object or JsonValueKind.Array => value.GetRawText(),
            _ => throw new InvalidOperationException($"`{value.ValueKind}` is no kind of JSON value"),
        };

    /// <summary>A text as a JSON value.</summary>
    public static JsonElement Element(string text)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, TemplateScope.Writing))
        {
            writer.WriteStringValue(text);
        }

        return Parse(buffer.WrittenSpan);
    }

    /// <summary>JSON that was written here as a value.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>A text that is JSON as a value, otherwise <see langword="null"/>.</summary>
    public static JsonElement? TryParse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A string value; halves of surrogate pairs, which agents in Python can send, become U+FFFD.</summary>
    public static string String(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException) when (value.ValueKind == JsonValueKind.String)
        {
            return WithoutLoneSurrogates(value.GetRawText());
        }
    }

    private static string WithoutLoneSurrogates(string quoted)
    {
        StringBuilder text = new(quoted.Length);
        ReadOnlySpan<char> rest = quoted.AsSpan(1, quoted.Length - 2);
        while (!rest.IsEmpty)
        {
            char next = rest[0];
            int length = 1;
            if (next == '\\')
            {
                length = rest[1] == 'u' ? 6 : 2;
                next = rest[1] switch
                {
                    'u' => (char)ushort.Parse(rest[2..6], System.Globalization.NumberStyles.HexNumber, provider: null),
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    char itself => itself,
                };
            }

            text.Append(next);
            rest = rest[length..];
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                text[i] = '\uFFFD';
            }
        }

        return text.ToString();
    }
}
