using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Experiments.Export;

/// <summary>What an agent is called, from the <c>runner:</c> section it was run by.</summary>
internal static class AgentName
{
    private const string Unknown = "agent";
    private const int Longest = 100;
    private static readonly string[] _kinds =
    [
        "target",
        "module_path",
        "http",
        "openai",
        "a2a",
        "websocket",
        "process",
        "container",
        "queue",
        "dotnet",
        "composite",
        "topology",
    ];

    private static readonly string[] _names = ["name", "model", "url", "card", "command", "image", "file", "queue"];

    /// <summary>The name; <c>agent</c> where the section tells none.</summary>
    public static string Of(JsonNode? runner)
    {
        if (runner is not JsonObject section)
        {
            return Unknown;
        }

        string? kind = Array.Find(_kinds, section.ContainsKey);
        string name = kind is null ? Unknown : Text(section[kind]) ?? Inside(section[kind]) ?? kind;
        if (kind == "module_path" && Text(section["function_name"]) is { } function)
        {
            name = $"{name}:{function}";
        }

        return name.Length <= Longest ? name : string.Concat(name.AsSpan(0, Longest), "…");
    }

    private static string? Inside(JsonNode? kind) =>
        kind is JsonObject settings
            ? _names.Select(name => Text(settings[name])).FirstOrDefault(text => text is not null)
            : null;

    private static string? Text(JsonNode? value) =>
        value switch
        {
            JsonArray words when words.All(word => word?.GetValueKind() == JsonValueKind.String) && words.Count > 0 =>
                string.Join(' ', words.Select(word => word!.GetValue<string>())),
            not null when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            _ => null,
        };
}
