using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.TestSupport;

namespace Baton.Agents.Tests.Providers.Peers;

/// <summary>Requests by their meaning: what may be written in two ways is written in one, and names are in order.</summary>
internal static class WireJson
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>The body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="defaults">Names and values, as JSON, that say no more than their absence.</param>
    public static string Meaning(ReceivedRequest request, params (string Name, string Value)[] defaults) =>
        Canonical(JsonNode.Parse(request.Body)!, defaults)!.ToJsonString(_indented);

    private static JsonNode? Canonical(JsonNode? node, (string Name, string Value)[] defaults)
    {
        switch (node)
        {
            // One text alone may stand without the list around it.
            case JsonArray { Count: 1 } list when IsPlainText(list[0]):
                return JsonValue.Create(list[0]!["text"]!.GetValue<string>());
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Canonical(item, defaults))]);
            case JsonObject item:
                JsonObject ordered = [];
                foreach ((string name, JsonNode? value) in item.OrderBy(static p => p.Key, StringComparer.Ordinal))
                {
                    if (!Array.Exists(defaults, d => d.Name == name && d.Value == (value?.ToJsonString() ?? "null")))
                    {
                        ordered[name] = Canonical(value, defaults);
                    }
                }

                return ordered;
            // A text that is JSON is compared as JSON: arguments of calls.
            case JsonValue value when value.TryGetValue(out string? text) && text.StartsWith('{'):
                return Canonical(JsonNode.Parse(text), defaults);
            default:
                return node?.DeepClone();
        }
    }

    private static bool IsPlainText(JsonNode? node) =>
        node is JsonObject part
        && part["type"]?.GetValue<string>() is "text" or "input_text" or "output_text"
        && part.All(static property => property.Key is "type" or "text" or "annotations");
}
