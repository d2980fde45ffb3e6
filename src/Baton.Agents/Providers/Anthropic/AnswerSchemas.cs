using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>Schemas as the server takes them: it refuses bounds, and objects that may have more than they say.</summary>
internal static class AnswerSchemas
{
    private static readonly string[] _bounds =
    [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "uniqueItems",
    ];

    private static readonly AIJsonSchemaTransformOptions _transform = new()
    {
        DisallowAdditionalProperties = true,
        TransformSchemaNode = static (_, node) => WithoutBounds(node),
    };

    public static JsonElement Strict(JsonElement schema) => AIJsonUtilities.TransformSchema(schema, _transform);

    private static JsonNode WithoutBounds(JsonNode node)
    {
        if (node is JsonObject schema)
        {
            foreach (string bound in _bounds)
            {
                schema.Remove(bound);
            }
        }

        return node;
    }
}
