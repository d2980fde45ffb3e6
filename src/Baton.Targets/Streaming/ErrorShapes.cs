using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming;

/// <summary>Finds what an agent says about its failure.</summary>
internal static class ErrorShapes
{
    private static readonly string[] _names =
    [
        "message",
        "error",
        "detail",
        "details",
        "title",
        "description",
        "reason",
    ];

    /// <summary>The error an object carries in <c>error</c>, or <see langword="null"/> when it carries none.</summary>
    public static string? Find(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error"u8, out JsonElement error) && IsSet(error)
            ? Message(error)
            : null;

    /// <summary>Whether a value says that there is an error: not null, false, zero or empty.</summary>
    public static bool IsSet(JsonElement error) =>
        error.ValueKind switch
        {
            JsonValueKind.String => JsonText.String(error).Length > 0,
            JsonValueKind.Object => error.EnumerateObject().MoveNext(),
            JsonValueKind.Array => error.GetArrayLength() > 0,
            JsonValueKind.Number => !(error.TryGetDouble(out double number) && number == 0),
            JsonValueKind.True => true,
            _ => false,
        };

    /// <summary>The message in an error, whatever its shape.</summary>
    public static string Message(JsonElement error, int depth = 0)
    {
        if (error.ValueKind == JsonValueKind.Object && depth < 4)
        {
            foreach (string name in _names)
            {
                if (error.TryGetProperty(name, out JsonElement found) && IsSet(found))
                {
                    return Message(found, depth + 1);
                }
            }
        }

        return JsonText.Of(error) ?? "";
    }
}
