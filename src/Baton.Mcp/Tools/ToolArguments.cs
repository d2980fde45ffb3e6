using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Topologies.Capabilities.StructuredOutput;

namespace Baton.Mcp.Tools;

/// <summary>Reads the arguments of a call against the tool's schema. Everything wrong is found at once.</summary>
internal static class ToolArguments
{
    /// <summary>Reads arguments.</summary>
    /// <typeparam name="T">The tool's arguments.</typeparam>
    /// <param name="schema">The tool's schema of them.</param>
    /// <param name="given">What the client sent; an argument that is <c>null</c> counts as left out.</param>
    /// <exception cref="ToolCallException">Something is wrong with them; all of it is named.</exception>
    public static T Read<T>(JsonElement schema, IEnumerable<KeyValuePair<string, JsonElement>>? given)
    {
        Dictionary<string, JsonElement> arguments = (given ?? [])
            .Where(argument => argument.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(argument => argument.Key, argument => argument.Value, StringComparer.Ordinal);
        string[] known = [.. schema.GetProperty("properties").EnumerateObject().Select(property => property.Name)];
        List<string> wrong =
        [
            .. arguments
                .Keys.Except(known, StringComparer.Ordinal)
                .Select(name => $"`{name}` is no argument of this tool{Hint(name, known)}"),
        ];
        JsonObject whole = [];
        foreach ((string name, JsonElement value) in arguments.Where(argument => known.Contains(argument.Key)))
        {
            whole[name] = JsonSerializer.SerializeToNode(value);
        }

        JsonElement checkedWhole = JsonSerializer.SerializeToElement(whole);
        wrong.AddRange(SchemaCheck.Errors(schema, checkedWhole, "arguments"));
        if (wrong.Count > 0)
        {
            throw new ToolCallException(string.Join('\n', wrong));
        }

        try
        {
            return checkedWhole.Deserialize<T>(ToolJson.Options)!;
        }
        catch (JsonException error)
        {
            throw new ToolCallException($"the arguments cannot be read: {error.Message}");
        }
    }

    private static string Hint(string name, string[] known) =>
        Suggestion.Hint(name, known) is { Length: > 0 } hint
            ? hint
            : $"; it takes {string.Join(", ", known.Select(word => $"`{word}`"))}";
}
