using System.Buffers;
using System.Text.Json;
using Baton.Configuration;
using Baton.Targets.Templates;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Mcp;

/// <summary>What a tool is called with in each turn. Immutable.</summary>
internal sealed class ToolArguments
{
    private static readonly string[] _usual = ["input", "query", "question", "prompt", "message", "text"];

    private readonly IReadOnlyDictionary<string, Template> _templates;

    private ToolArguments(IReadOnlyDictionary<string, Template> templates) => _templates = templates;

    /// <summary>Finds the arguments of a tool.</summary>
    /// <param name="tool">The tool, with its schema.</param>
    /// <param name="given">What the section says; <see langword="null"/> for the input alone.</param>
    /// <returns>The arguments, or why the tool cannot be called so and what to do.</returns>
    public static (ToolArguments? Arguments, string? Problem) Of(
        AIFunction tool,
        IReadOnlyDictionary<string, Template>? given
    )
    {
        string[] known = Names(tool.JsonSchema, "properties");
        string[] required = Names(tool.JsonSchema, "required");
        if (given is null)
        {
            string? name =
                required is [var only] ? only
                : known is [var single] ? single
                : _usual.FirstOrDefault(known.Contains);
            if (name is null)
            {
                return (null, $"give `mcp.arguments`: {Takes(tool, known)}");
            }

            given = new Dictionary<string, Template> { [name] = Template.Parse("{{ input }}") };
        }

        string[] missing = [.. required.Except(given.Keys, StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            return (null, $"`mcp.arguments` needs {Shown(missing)}, too: {Takes(tool, known)}");
        }

        string[] unknown = IsClosed(tool.JsonSchema) ? [.. given.Keys.Except(known, StringComparer.Ordinal)] : [];
        if (unknown.Length > 0)
        {
            string meant = Suggestion.For(unknown[0], known) is { } near ? $"; did you mean `{near}`?" : "";
            return (null, $"`mcp.arguments` names {Shown(unknown)}{meant} {Takes(tool, known)}");
        }

        return (new ToolArguments(given), null);
    }

    /// <summary>The arguments of a turn.</summary>
    public IReadOnlyDictionary<string, object?> In(TemplateScope scope)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        ArrayBufferWriter<byte> buffer = new();
        foreach ((string name, Template template) in _templates)
        {
            buffer.ResetWrittenCount();
            using (Utf8JsonWriter writer = new(buffer, TemplateScope.Writing))
            {
                template.Write(writer, scope);
            }

            Utf8JsonReader reader = new(buffer.WrittenSpan);
            values[name] = JsonElement.ParseValue(ref reader);
        }

        return values;
    }

    private static string Takes(AIFunction tool, string[] known) =>
        known.Length == 0 ? $"`{tool.Name}` does not say what it takes" : $"`{tool.Name}` takes {Shown(known)}";

    private static string Shown(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));

    private static bool IsClosed(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("additionalProperties"u8, out JsonElement more)
        && more.ValueKind == JsonValueKind.False;

    private static string[] Names(JsonElement schema, string member) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(member, out JsonElement names)
            ? names.ValueKind switch
            {
                JsonValueKind.Object => [.. names.EnumerateObject().Select(property => property.Name)],
                JsonValueKind.Array =>
                [
                    .. names
                        .EnumerateArray()
                        .Where(name => name.ValueKind == JsonValueKind.String)
                        .Select(name => name.GetString()!),
                ],
                _ => [],
            }
            : [];
}
