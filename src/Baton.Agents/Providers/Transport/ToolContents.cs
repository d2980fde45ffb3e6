using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Transport;

/// <summary>Tool calls and results between messages and the text that servers take and give.</summary>
internal static class ToolContents
{
    // The same rules without line breaks, which would be tokens paid for.
    private static readonly JsonSerializerOptions _compact = Compact();

    private static readonly JsonTypeInfo<IDictionary<string, object?>> _arguments =
        (JsonTypeInfo<IDictionary<string, object?>>)_compact.GetTypeInfo(typeof(IDictionary<string, object?>));

    /// <summary>The arguments of a call as a JSON object.</summary>
    public static string ArgumentsJson(FunctionCallContent call) =>
        call.Arguments is null ? "{}" : JsonSerializer.Serialize(call.Arguments, _arguments);

    /// <summary>What a tool returned when it has images in it, in order; <see langword="null"/> when it has none.</summary>
    public static IReadOnlyList<AIContent>? ResultParts(FunctionResultContent result) =>
        result.Result switch
        {
            AIContent content when ImageContents.IsImage(content) => [content],
            IEnumerable<AIContent> contents when contents.Any(ImageContents.IsImage) => [.. contents],
            _ => null,
        };

    /// <summary>What a tool returned, as text; JSON where it is more than that, and a word where it is an image.</summary>
    public static string ResultText(FunctionResultContent result) =>
        result.Result switch
        {
            null => result.Exception is null ? string.Empty : $"Error: {result.Exception.Message}",
            string text => text,
            AIContent content => ContentText(content),
            IEnumerable<AIContent> contents => string.Join('\n', contents.Select(ContentText)),
            JsonElement { ValueKind: JsonValueKind.String } element => element.AnyText(),
            JsonElement element => element.GetRawText(),
            object value => JsonSerializer.Serialize(value, _compact.GetTypeInfo(value.GetType())),
        };

    /// <summary>A call as a server tells it; arguments that are no JSON object are kept as the call's exception.</summary>
    public static FunctionCallContent Call(string id, string name, string arguments)
    {
        FunctionCallContent call = FunctionCallContent.CreateFromParsedArguments(arguments, id, name, ParseArguments);
        if (call.Exception is not null)
        {
            call.AdditionalProperties = new() { [ToolCallArguments.RawKey] = arguments };
        }

        return call;
    }

    private static string ContentText(AIContent content) =>
        content switch
        {
            TextContent text => text.Text,
            _ when ImageContents.IsImage(content) => "[image]",
            _ => JsonSerializer.Serialize(content, _compact.GetTypeInfo(typeof(AIContent))),
        };

    private static IDictionary<string, object?>? ParseArguments(string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            return new Dictionary<string, object?>(StringComparer.Ordinal);
        }

        IDictionary<string, object?>? parsed = JsonSerializer.Deserialize(arguments, _arguments);
        if (parsed is not null && arguments.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            // Half a character can be read but neither sent nor saved.
            JsonSerializer.Serialize(parsed, _arguments);
        }

        return parsed;
    }

    private static JsonSerializerOptions Compact()
    {
        JsonSerializerOptions options = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };
        options.MakeReadOnly();
        return options;
    }
}
