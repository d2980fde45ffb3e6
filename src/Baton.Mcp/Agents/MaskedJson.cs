using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Mcp.Agents;

/// <summary>JSON with the values of keys that are named like secrets masked.</summary>
internal static class MaskedJson
{
    /// <summary>A copy of a value without them.</summary>
    public static JsonNode? Of(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(
                map.Select(member =>
                    KeyValuePair.Create(member.Key, IsSecret(member) ? SecretRedactor.Mask : Of(member.Value))
                )
            ),
            JsonArray list => new JsonArray([.. list.Select(Of)]),
            _ => node?.DeepClone(),
        };

    // A reference such as ${API_KEY} tells nothing but where the secret is.
    private static bool IsSecret(KeyValuePair<string, JsonNode?> member) =>
        SecretCollector.IsSecretName(member.Key)
        && member.Value is JsonValue value
        && !value.ToString().Contains("${", StringComparison.Ordinal);
}
