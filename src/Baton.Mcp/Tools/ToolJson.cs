using System.ComponentModel;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Baton.Configuration;

namespace Baton.Mcp.Tools;

/// <summary>How arguments and results of tools are written, and their schemas.</summary>
internal static class ToolJson
{
    /// <summary>Names and words in snake_case; what has no value is left out; nothing unknown is read.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>The schema of what a tool takes: strict, with a description of every argument.</summary>
    /// <typeparam name="T">The arguments.</typeparam>
    public static JsonElement SchemaOfArguments<T>() => Schema<T>(isStrict: true);

    /// <summary>The schema of what a tool returns.</summary>
    /// <typeparam name="T">The result.</typeparam>
    public static JsonElement SchemaOfResult<T>() => Schema<T>(isStrict: false);

    private static JsonSerializerOptions CreateOptions()
    {
        JsonSerializerOptions options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DictionaryKeyPolicy = null,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }

    private static JsonElement Schema<T>(bool isStrict)
    {
        JsonNode schema = Options.GetJsonSchemaAsNode(
            typeof(T),
            new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                TransformSchemaNode = (context, node) => Describe(context, node, isStrict),
            }
        );
        return JsonSerializer.SerializeToElement(schema);
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node, bool isStrict)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        if (!isStrict)
        {
            // A later version may tell more.
            schema.Remove("additionalProperties");
        }

        // What has no value is left out rather than null.
        if (schema["type"] is JsonArray types && context.PropertyInfo is not null)
        {
            JsonNode[] others =
            [
                .. types.Where(type => type!.GetValue<string>() != "null").Select(type => type!.DeepClone()),
            ];
            schema["type"] = others is [{ } only] ? only : new JsonArray(others);
        }

        if (schema["required"] is JsonArray required)
        {
            schema["required"] = new JsonArray([
                .. required
                    .Where(name => !MayBeAbsent(context.TypeInfo, name!.GetValue<string>()))
                    .Select(name => name!.DeepClone()),
            ]);
        }

        if (schema["enum"] is JsonArray words)
        {
            schema["enum"] = new JsonArray([
                .. words.Where(word => word is not null).Select(word => word!.DeepClone()),
            ]);
            schema["type"] ??= "string";
        }

        ICustomAttributeProvider? member = context.PropertyInfo?.AttributeProvider;
        if (Attribute<RangeAttribute>(member) is { } range)
        {
            schema["minimum"] = range.Minimum;
            if (!double.IsPositiveInfinity(range.Maximum))
            {
                schema["maximum"] = range.Maximum;
            }
        }

        if (Attribute<DescriptionAttribute>(member) is { } said)
        {
            schema.Insert(0, "description", said.Description);
        }

        return schema;
    }

    private static bool MayBeAbsent(JsonTypeInfo type, string name) =>
        type.Properties.FirstOrDefault(property => property.Name == name) is { } property
        && (property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null);

    private static T? Attribute<T>(ICustomAttributeProvider? member)
        where T : Attribute => member?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();
}
