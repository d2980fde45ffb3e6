using System.Text.Json;

namespace Baton.Cli.Results;

/// <summary>Reads members of JSON objects that may be missing or of another type than expected.</summary>
internal static class JsonMember
{
    /// <summary>A member of an object, or <see langword="null"/>.</summary>
    public static JsonElement? Of(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>A number, or <see langword="null"/>.</summary>
    public static double? Number(JsonElement owner, string name) =>
        Of(owner, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    /// <summary>A whole number, or <see langword="null"/>.</summary>
    public static long? Long(JsonElement owner, string name) =>
        Of(owner, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long value)
            ? value
            : null;

    /// <summary>A text, or <see langword="null"/>.</summary>
    public static string? Text(JsonElement owner, string name) =>
        Of(owner, name) is { ValueKind: JsonValueKind.String } text ? Text(text) : null;

    /// <summary>Whether a member is there and true.</summary>
    public static bool IsTrue(JsonElement owner, string name) => Of(owner, name) is { ValueKind: JsonValueKind.True };

    /// <summary>A point in time, or <see langword="null"/>.</summary>
    public static DateTimeOffset? Time(JsonElement owner, string name) =>
        Of(owner, name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out DateTimeOffset at)
            ? at
            : null;

    private static string Text(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is legal JSON and no text; as it was written it can still be read.
            return text.GetRawText()[1..^1];
        }
    }
}
