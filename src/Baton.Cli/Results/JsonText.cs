using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Cli.Results;

/// <summary>Writes JSON for standard output.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Format = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>JSON on one line.</summary>
    public static JsonSerializerOptions Compact { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one value.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, Format))
        {
            write(json);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>Writes a list.</summary>
    public static void WriteArray<T>(TextWriter output, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) =>
        Write(
            output,
            json =>
            {
                json.WriteStartArray();
                foreach (T item in items)
                {
                    write(json, item);
                }

                json.WriteEndArray();
            }
        );
}
