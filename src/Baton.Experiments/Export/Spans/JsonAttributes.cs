using System.Text.Json;

namespace Baton.Experiments.Export.Spans;

/// <summary>
/// Turns recorded JSON into values of attributes. Lists of one kind stay lists; objects and other lists become text, for that is
/// what backends show and search.
/// </summary>
internal static class JsonAttributes
{
    /// <summary>The value, or <see langword="null"/> where JSON has none.</summary>
    public static object? Value(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String or JsonValueKind.Object => Text(json),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => Number(json),
            JsonValueKind.Array => List(json) ?? (object)json.GetRawText(),
            _ => null,
        };

    /// <summary>A string as it is, and anything else as JSON.</summary>
    public static string Text(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            return json.GetRawText();
        }

        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: valid JSON, but no text.
            return json.GetRawText();
        }
    }

    // Boxed one by one: the two have a common type, a double, which holds no large integer exactly.
    private static object Number(JsonElement json) =>
        json.TryGetInt64(out long whole) ? (object)whole : json.GetDouble();

    private static List<object?>? List(JsonElement json)
    {
        List<object?> items = new(json.GetArrayLength());
        foreach (JsonElement item in json.EnumerateArray())
        {
            if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
            {
                return null;
            }

            object? value = Value(item);
            if (items.Count > 0 && items[0]!.GetType() != value!.GetType())
            {
                return null;
            }

            items.Add(value);
        }

        return items;
    }
}
