using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>
/// Reads the members of lines that Baton wrote. What is missing, or of another kind than written, is taken as absent: older and
/// newer folders stay readable.
/// </summary>
internal static class LineFields
{
    /// <summary>The objects of a list, read; none when there is no such list.</summary>
    public static IReadOnlyList<T> Each<T>(JsonElement owner, string name, Func<JsonElement, T> read)
    {
        if (Member(owner, name, JsonValueKind.Array) is not { } list || list.GetArrayLength() == 0)
        {
            return [];
        }

        List<T> found = new(list.GetArrayLength());
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                found.Add(read(item));
            }
        }

        return found;
    }

    /// <summary>A member of one kind.</summary>
    public static JsonElement? Member(JsonElement owner, string name, JsonValueKind kind) =>
        owner.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value : null;

    /// <summary>A member that is not null.</summary>
    public static JsonElement? Any(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A member that is text.</summary>
    public static string? Text(JsonElement owner, string name) =>
        Member(owner, name, JsonValueKind.String)?.GetString();

    /// <summary>A member that is a number.</summary>
    public static double? Number(JsonElement owner, string name) =>
        Member(owner, name, JsonValueKind.Number)?.GetDouble();

    /// <summary>A member that is a whole number.</summary>
    public static long? Whole(JsonElement owner, string name) =>
        Member(owner, name, JsonValueKind.Number) is { } value && value.TryGetInt64(out long whole) ? whole : null;

    /// <summary>A member that is an amount.</summary>
    public static decimal? Money(JsonElement owner, string name) =>
        Member(owner, name, JsonValueKind.Number) is { } value && value.TryGetDecimal(out decimal money) ? money : null;

    /// <summary>A member that is a time; the beginning of times otherwise.</summary>
    public static DateTimeOffset Time(JsonElement owner, string name) =>
        Member(owner, name, JsonValueKind.String) is { } value && value.TryGetDateTimeOffset(out DateTimeOffset time)
            ? time
            : default;

    /// <summary>A member that is an object, as a node.</summary>
    public static JsonObject? Facts(JsonElement owner, string name) =>
        Member(owner, name, JsonValueKind.Object) is { } value ? JsonObject.Create(value) : null;

    /// <summary>A member that is true or false.</summary>
    public static bool? Truth(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    /// <summary>A member that counts tokens.</summary>
    public static TraceTokens? Tokens(JsonElement owner, string name) =>
        Member(owner, name, JsonValueKind.Object) is { } tokens
            ? new TraceTokens(Whole(tokens, "input"), Whole(tokens, "output"), Whole(tokens, "total"))
            : null;
}
