using System.Text.Json.Nodes;

namespace Baton.Configuration.Binding;

/// <summary>Binds settings that take anything of a certain form.</summary>
internal static class FreeForm
{
    public static JsonNode? Bind(Type type, ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        (bool fits, string expected) =
            type == typeof(JsonObject) ? (node is ConfigurationMapping, "keys and values")
            : type == typeof(JsonArray) ? (node is ConfigurationSequence, "a list")
            : type == typeof(JsonValue) ? (node is ConfigurationScalar, "a single value")
            : (true, "");
        if (!fits)
        {
            errors.Mismatch(node, key, expected);
            return null;
        }

        return ConfigurationJson.ToJson(node);
    }
}
