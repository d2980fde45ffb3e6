using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Baton.Topologies.Capabilities.StructuredOutput;

/// <summary>Holds JSON against a JSON Schema, as far as <see cref="SchemaWords"/> goes.</summary>
internal sealed class SchemaCheck
{
    private const int DeepestReference = 64;
    private const int MostErrors = 10;

    /// <summary>How long a pattern may take.</summary>
    public static readonly TimeSpan PatternPatience = TimeSpan.FromSeconds(1);

    private readonly JsonElement _root;
    private readonly List<string> _errors = [];
    private int _depth;

    private SchemaCheck(JsonElement root) => _root = root;

    /// <summary>What is wrong with a value, each with its place; nothing when it fits.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="value">The value.</param>
    /// <param name="name">What the value is called.</param>
    public static IReadOnlyList<string> Errors(JsonElement schema, JsonElement value, string name = "answer")
    {
        SchemaCheck check = new(schema);
        check.Check(schema, value, name);
        return check._errors;
    }

    /// <summary>Finds the JSON in an answer: all of it, or what stands in a fence or between words.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public static JsonElement Find(string answer)
    {
        string text = answer.Trim();
        int start = text.AsSpan().IndexOfAny('{', '[');
        int end = text.AsSpan().LastIndexOfAny('}', ']');
        if (text.Length > 0 && (start <= 0 || end < start))
        {
            return JsonElement.Parse(text);
        }

        return end < start || start < 0
            ? throw new JsonException("there is no JSON in it.")
            : JsonElement.Parse(text[start..(end + 1)]);
    }

    /// <summary>Throws for an answer that does not fit.</summary>
    /// <exception cref="JsonException">It does not, and why.</exception>
    public static void ThrowIfMisfit(JsonElement schema, string answer)
    {
        if (Errors(schema, Find(answer)) is { Count: > 0 } errors)
        {
            throw new JsonException($"{string.Join("; ", errors)}.");
        }
    }

    private bool Fits(JsonElement schema, JsonElement value, string at)
    {
        SchemaCheck check = new(_root) { _depth = _depth };
        check.Check(schema, value, at);
        return check._errors.Count == 0;
    }

    private void Check(JsonElement schema, JsonElement value, string at)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            AddIf(schema.ValueKind == JsonValueKind.False, at, "must not be there");
            return;
        }

        if (++_depth > DeepestReference)
        {
            Add(at, "refers to itself without an end");
            _depth--;
            return;
        }

        foreach (JsonProperty word in schema.EnumerateObject())
        {
            if (_errors.Count < MostErrors)
            {
                Check(word, schema, value, at);
            }
        }

        _depth--;
    }

    private void Check(JsonProperty word, JsonElement schema, JsonElement value, string at)
    {
        switch (word.Name)
        {
            case "$ref":
                Check(SchemaWords.Resolve(_root, word.Value.GetString()!), value, at);
                break;
            case "type":
                AddIf(!IsOfType(word.Value, value), at, $"is {Word(value)}, and must be {Words(word.Value)}");
                break;
            case "enum":
                AddIf(
                    !word.Value.EnumerateArray().Any(each => JsonElement.DeepEquals(each, value)),
                    at,
                    $"must be one of {word.Value.GetRawText()}"
                );
                break;
            case "const":
                AddIf(!JsonElement.DeepEquals(word.Value, value), at, $"must be {word.Value.GetRawText()}");
                break;
            case "allOf":
                foreach (JsonElement each in word.Value.EnumerateArray())
                {
                    Check(each, value, at);
                }

                break;
            case "anyOf":
                AddIf(
                    !word.Value.EnumerateArray().Any(each => Fits(each, value, at)),
                    at,
                    "fits none of the forms allowed"
                );
                break;
            case "oneOf":
                AddIf(
                    word.Value.EnumerateArray().Count(each => Fits(each, value, at)) != 1,
                    at,
                    "must fit exactly one of the forms allowed"
                );
                break;
            case "not":
                AddIf(Fits(word.Value, value, at), at, "has a form that is not allowed");
                break;
            default:
                CheckByKind(word, schema, value, at);
                break;
        }
    }

    private void CheckByKind(JsonProperty word, JsonElement schema, JsonElement value, string at)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(word, schema, value, at);
                break;
            case JsonValueKind.Array:
                CheckArray(word, schema, value, at);
                break;
            case JsonValueKind.String:
                CheckText(word, value.GetString()!, at);
                break;
            case JsonValueKind.Number:
                CheckNumber(word, value.GetDouble(), at);
                break;
            default:
                break;
        }
    }

    private void CheckObject(JsonProperty word, JsonElement schema, JsonElement value, string at)
    {
        switch (word.Name)
        {
            case "properties":
                foreach (JsonProperty property in word.Value.EnumerateObject())
                {
                    if (value.TryGetProperty(property.Name, out JsonElement inner))
                    {
                        Check(property.Value, inner, $"{at}.{property.Name}");
                    }
                }

                break;
            case "required":
                foreach (string name in word.Value.EnumerateArray().Select(each => each.GetString()!))
                {
                    AddIf(!value.TryGetProperty(name, out _), at, $"has no `{name}`");
                }

                break;
            case "additionalProperties":
                foreach (JsonProperty extra in value.EnumerateObject())
                {
                    bool isKnown =
                        schema.TryGetProperty("properties", out JsonElement known)
                        && known.TryGetProperty(extra.Name, out _);
                    if (!isKnown)
                    {
                        Check(word.Value, extra.Value, $"{at}.{extra.Name}");
                    }
                }

                break;
            case "minProperties":
                AddIf(
                    value.EnumerateObject().Count() < word.Value.GetInt32(),
                    at,
                    $"has fewer than {word.Value} members"
                );
                break;
            case "maxProperties":
                AddIf(
                    value.EnumerateObject().Count() > word.Value.GetInt32(),
                    at,
                    $"has more than {word.Value} members"
                );
                break;
            default:
                break;
        }
    }

    private void CheckArray(JsonProperty word, JsonElement schema, JsonElement value, string at)
    {
        int length = value.GetArrayLength();
        switch (word.Name)
        {
            case "prefixItems":
                for (int index = 0; index < Math.Min(length, word.Value.GetArrayLength()); index++)
                {
                    Check(word.Value[index], value[index], Item(at, index));
                }

                break;
            case "items":
                int first = schema.TryGetProperty("prefixItems", out JsonElement prefix) ? prefix.GetArrayLength() : 0;
                for (int index = first; index < length; index++)
                {
                    Check(word.Value, value[index], Item(at, index));
                }

                break;
            case "minItems":
                AddIf(length < word.Value.GetInt32(), at, $"has {length} items, and must have at least {word.Value}");
                break;
            case "maxItems":
                AddIf(length > word.Value.GetInt32(), at, $"has {length} items, and must have at most {word.Value}");
                break;
            case "uniqueItems":
                JsonElement[] items = [.. value.EnumerateArray()];
                bool repeats = items
                    .Where((item, index) => items.Take(index).Any(before => JsonElement.DeepEquals(before, item)))
                    .Any();
                AddIf(word.Value.GetBoolean() && repeats, at, "has an item twice");
                break;
            default:
                break;
        }
    }

    private void CheckText(JsonProperty word, string text, string at)
    {
        switch (word.Name)
        {
            case "minLength":
                AddIf(Length(text) < word.Value.GetInt32(), at, $"is shorter than {word.Value} characters");
                break;
            case "maxLength":
                AddIf(Length(text) > word.Value.GetInt32(), at, $"is longer than {word.Value} characters");
                break;
            case "pattern":
                AddIf(
                    !Regex.IsMatch(text, word.Value.GetString()!, RegexOptions.CultureInvariant, PatternPatience),
                    at,
                    $"does not match `{word.Value.GetString()}`"
                );
                break;
            default:
                break;
        }
    }

    private void CheckNumber(JsonProperty word, double number, string at)
    {
        switch (word.Name)
        {
            case "minimum":
                AddIf(number < word.Value.GetDouble(), at, $"is less than {word.Value}");
                break;
            case "maximum":
                AddIf(number > word.Value.GetDouble(), at, $"is more than {word.Value}");
                break;
            case "exclusiveMinimum":
                AddIf(number <= word.Value.GetDouble(), at, $"must be more than {word.Value}");
                break;
            case "exclusiveMaximum":
                AddIf(number >= word.Value.GetDouble(), at, $"must be less than {word.Value}");
                break;
            case "multipleOf":
                double parts = number / word.Value.GetDouble();
                AddIf(Math.Abs(parts - Math.Round(parts)) > 1e-9, at, $"is no multiple of {word.Value}");
                break;
            default:
                break;
        }
    }

    private static bool IsOfType(JsonElement type, JsonElement value) =>
        type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(each => IsOfType(each, value))
            : type.GetString() switch
            {
                "object" => value.ValueKind == JsonValueKind.Object,
                "array" => value.ValueKind == JsonValueKind.Array,
                "string" => value.ValueKind == JsonValueKind.String,
                "number" => value.ValueKind == JsonValueKind.Number,
                "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "null" => value.ValueKind == JsonValueKind.Null,
                _ => false,
            };

    private static string Word(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "a boolean",
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.Null => "null",
            JsonValueKind other => $"a {other.ToString().ToLowerInvariant()}",
        };

    private static string Words(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array
            ? string.Join(" or ", type.EnumerateArray().Select(each => $"`{each.GetString()}`"))
            : $"`{type.GetString()}`";

    private static string Item(string at, int index) => string.Create(CultureInfo.InvariantCulture, $"{at}[{index}]");

    private static int Length(string text) => text.EnumerateRunes().Count();

    private void AddIf(bool isWrong, string at, string what)
    {
        if (isWrong)
        {
            Add(at, what);
        }
    }

    private void Add(string at, string what) => _errors.Add($"`{at}` {what}");
}
