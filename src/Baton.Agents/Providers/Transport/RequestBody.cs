using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Agents.Providers.Transport;

/// <summary>The body of a request, JSON in UTF-8 with text of every language as it is.</summary>
internal static class RequestBody
{
    private static readonly JsonWriterOptions _options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a body.</summary>
    /// <param name="write">Writes the properties of the body's object.</param>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter writer = new(buffer, _options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
