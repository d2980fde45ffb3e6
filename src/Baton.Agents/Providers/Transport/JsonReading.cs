using System.Text.Json;

namespace Baton.Agents.Providers.Transport;

/// <summary>Reads answers of servers tolerantly: what is missing or of another type is simply not there.</summary>
internal static class JsonReading
{
    extension(JsonElement element)
    {
        /// <summary>A property that is there and not null.</summary>
        public JsonElement? Find(string name) =>
            element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement value)
            && value.ValueKind is not JsonValueKind.Null
                ? value
                : null;

        /// <summary>A text property.</summary>
        public string? FindText(string name) =>
            element.Find(name) is { ValueKind: JsonValueKind.String } value ? value.AnyText() : null;

        /// <summary>The text of a string, also of one with half a character, which models cut off do write.</summary>
        public string AnyText()
        {
            try
            {
                return element.GetString()!;
            }
            catch (InvalidOperationException)
            {
                return element.GetRawText()[1..^1];
            }
        }

        /// <summary>A whole number property.</summary>
        public long? FindNumber(string name) =>
            element.Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number)
                ? number
                : null;

        /// <summary>The items of a list property; none when it is not a list.</summary>
        public IEnumerable<JsonElement> FindItems(string name) =>
            element.Find(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];
    }
}
