using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming;

/// <summary>Looks into JSON that may have any shape: what is not there, or is of another kind, is nothing.</summary>
internal static class JsonMembers
{
    /// <summary>A member that is there and not null.</summary>
    public static bool Has(this JsonElement item, ReadOnlySpan<byte> name, out JsonElement value)
    {
        if (
            item.ValueKind == JsonValueKind.Object
            && item.TryGetProperty(name, out value)
            && value.ValueKind != JsonValueKind.Null
        )
        {
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>A member that is a string, or <see langword="null"/>.</summary>
    public static string? Text(this JsonElement item, ReadOnlySpan<byte> name) =>
        item.Has(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? JsonText.String(value)
            : null;

    /// <summary>A member that is an object.</summary>
    public static bool HasObject(this JsonElement item, ReadOnlySpan<byte> name, out JsonElement value) =>
        item.Has(name, out value) && value.ValueKind == JsonValueKind.Object;

    /// <summary>The items of a member that is a list; none when it is not.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement item, ReadOnlySpan<byte> name) =>
        item.Has(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : default;

    /// <summary>Whether a member is <c>true</c>.</summary>
    public static bool IsTrue(this JsonElement item, ReadOnlySpan<byte> name) =>
        item.Has(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
