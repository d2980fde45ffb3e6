using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.OpenAI;

/// <summary>Writes what is sent to <c>/chat/completions</c>.</summary>
internal sealed class ChatBody(OpenAIOptions options)
{
    private static readonly string[] _own =
    [
        "model",
        "messages",
        "stream",
        "stream_options",
        "temperature",
        "max_tokens",
    ];

    /// <summary>Whether a field has a setting of its own.</summary>
    public static bool IsOwn(string field) => Array.Exists(_own, own => own == field);

    /// <summary>Writes the request of a turn.</summary>
    public void Write(Utf8JsonWriter writer, TemplateScope scope)
    {
        writer.WriteStartObject();
        writer.WriteString("model"u8, options.Model);
        writer.WriteStartArray("messages"u8);
        if (options.System is { } system)
        {
            TemplateScope.WriteMessage(writer, "system", system.Render(scope));
        }

        scope.WriteMessageItems(writer, withInput: true);
        writer.WriteEndArray();
        if (options.Stream)
        {
            writer.WriteBoolean("stream"u8, value: true);
            if (options.IncludeUsage)
            {
                writer.WriteStartObject("stream_options"u8);
                writer.WriteBoolean("include_usage"u8, value: true);
                writer.WriteEndObject();
            }
        }

        if (options.Temperature is { } temperature)
        {
            writer.WriteNumber("temperature"u8, temperature);
        }

        if (options.MaxTokens is { } maxTokens)
        {
            writer.WriteNumber("max_tokens"u8, maxTokens);
        }

        foreach ((string name, Template value) in options.Body)
        {
            writer.WritePropertyName(name);
            value.Write(writer, scope);
        }

        writer.WriteEndObject();
    }
}
