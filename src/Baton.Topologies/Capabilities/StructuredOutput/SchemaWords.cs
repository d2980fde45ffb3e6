using System.Text.Json;
using System.Text.RegularExpressions;

namespace Baton.Topologies.Capabilities.StructuredOutput;

/// <summary>The words of JSON Schema that answers are held to. Others are refused, since nothing would come of them.</summary>
internal static class SchemaWords
{
    private static readonly string[] _remarks =
    [
        "$schema",
        "$id",
        "$comment",
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "format",
    ];

    private static readonly string[] _maps = ["properties", "$defs", "definitions"];
    private static readonly string[] _lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
    private static readonly string[] _schemas = ["items", "additionalProperties", "not"];
    private static readonly string[] _counts =
    [
        "minItems",
        "maxItems",
        "minLength",
        "maxLength",
        "minProperties",
        "maxProperties",
    ];
    private static readonly string[] _numbers =
    [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
    ];
    private static readonly string[] _types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    /// <summary>What is wrong with a schema, each with its place.</summary>
    public static IReadOnlyList<string> Problems(JsonElement schema)
    {
        List<string> problems = [];
        Look(schema, schema, "schema", problems);
        return problems;
    }

    /// <summary>The schema that a reference means.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public static JsonElement Resolve(JsonElement root, string reference)
    {
        JsonElement at = root;
        if (!reference.StartsWith('#'))
        {
            throw new JsonException(
                $"`$ref` is `{reference}`, and only places in the same schema (`#/…`) are followed"
            );
        }

        foreach (string step in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = Uri.UnescapeDataString(step).Replace("~1", "/").Replace("~0", "~");
            at =
                at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out JsonElement inner) ? inner
                : at.ValueKind == JsonValueKind.Array
                && int.TryParse(name, out int index)
                && index < at.GetArrayLength()
                    ? at[index]
                : throw new JsonException($"`$ref` is `{reference}`, and there is nothing there");
        }

        return at;
    }

    private static void Look(JsonElement root, JsonElement schema, string at, List<string> problems)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"`{at}` is no schema: it must be an object");
            return;
        }

        foreach (JsonProperty word in schema.EnumerateObject())
        {
            Look(root, word, $"{at}.{word.Name}", problems);
        }
    }

    private static void Look(JsonElement root, JsonProperty word, string at, List<string> problems)
    {
        JsonElement value = word.Value;
        if (_remarks.Contains(word.Name))
        {
            return;
        }

        if (_maps.Contains(word.Name))
        {
            Each(value.ValueKind == JsonValueKind.Object, value, at, "an object", problems, root);
        }
        else if (_lists.Contains(word.Name))
        {
            Each(value.ValueKind == JsonValueKind.Array, value, at, "an array of schemas", problems, root);
        }
        else if (_schemas.Contains(word.Name))
        {
            Look(root, value, at, problems);
        }
        else if (Wrong(root, word) is { } wrong)
        {
            problems.Add($"`{at}` {wrong}");
        }
    }

    private static void Each(
        bool fits,
        JsonElement value,
        string at,
        string expected,
        List<string> problems,
        JsonElement root
    )
    {
        if (!fits)
        {
            problems.Add($"`{at}` must be {expected}");
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty each in value.EnumerateObject())
            {
                Look(root, each.Value, $"{at}.{each.Name}", problems);
            }
        }
        else
        {
            for (int index = 0; index < value.GetArrayLength(); index++)
            {
                Look(root, value[index], $"{at}[{index}]", problems);
            }
        }
    }

    private static string? Wrong(JsonElement root, JsonProperty word)
    {
        JsonElement value = word.Value;
        return word.Name switch
        {
            "type" => Types(value) ? null : $"must be one or several of {string.Join(", ", _types)}",
            "enum" => value.ValueKind == JsonValueKind.Array ? null : "must be an array of values",
            "const" => null,
            "required" => value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(each => each.ValueKind == JsonValueKind.String)
                ? null
                : "must be an array of names",
            "uniqueItems" => value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? null
                : "must be true or false",
            "pattern" => Pattern(value),
            "$ref" => Reference(root, value),
            _ when _counts.Contains(word.Name) => value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int count)
            && count >= 0
                ? null
                : "must be a whole number, at least 0",
            _ when _numbers.Contains(word.Name) => value.ValueKind != JsonValueKind.Number ? "must be a number"
            : word.Name == "multipleOf" && value.GetDouble() <= 0 ? "must be more than 0"
            : null,
            _ => "is a word that Baton does not hold answers to; remove it",
        };
    }

    private static bool Types(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? value.GetArrayLength() > 0 && value.EnumerateArray().All(Types)
            : value.ValueKind == JsonValueKind.String && _types.Contains(value.GetString());

    private static string? Pattern(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return "must be a regular expression";
        }

        try
        {
            _ = new Regex(value.GetString()!, RegexOptions.CultureInvariant, SchemaCheck.PatternPatience);
            return null;
        }
        catch (ArgumentException problem)
        {
            return $"is no regular expression: {problem.Message}";
        }
    }

    private static string? Reference(JsonElement root, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return "must be a place, such as `#/$defs/name`";
        }

        try
        {
            Resolve(root, value.GetString()!);
            return null;
        }
        catch (JsonException problem)
        {
            return problem.Message;
        }
    }
}
