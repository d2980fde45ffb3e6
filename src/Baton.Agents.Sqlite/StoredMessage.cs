using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Agents.Sessions;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Sqlite;

/// <summary>A message as the text kept in the file.</summary>
internal static class StoredMessage
{
    private static readonly JsonTypeInfo<ChatMessage> _type = Type();

    /// <summary>Writes a message.</summary>
    /// <exception cref="SessionException">It holds something that is no JSON.</exception>
    public static string Write(ChatMessage message, int number, string sessionId)
    {
        try
        {
            return JsonSerializer.Serialize(WithErrorsAsResults(message), _type);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new SessionException(
                $"Message {number} to append to session `{sessionId}` cannot be written as JSON: {exception.Message}",
                exception
            );
        }
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="SessionException">The text is no message that this version knows.</exception>
    public static ChatMessage Read(string json, long position, string sessionId, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(json, _type) ?? throw new JsonException("It is null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new SessionException(
                $"Message {position} of session `{sessionId}` in `{path}` cannot be read: {exception.Message}. "
                    + "Use the Baton that wrote it, or delete the session",
                exception
            );
        }
    }

    // Exceptions are not written; a result that is nothing but its exception keeps the message.
    private static ChatMessage WithErrorsAsResults(ChatMessage message)
    {
        if (!message.Contents.Any(IsOnlyError))
        {
            return message;
        }

        ChatMessage copy = message.Clone();
        copy.Contents =
        [
            .. message.Contents.Select(static content =>
                content is FunctionResultContent result && IsOnlyError(result)
                    ? new FunctionResultContent(result.CallId, $"Error: {result.Exception!.Message}")
                    {
                        AdditionalProperties = result.AdditionalProperties,
                    }
                    : content
            ),
        ];
        return copy;
    }

    private static bool IsOnlyError(AIContent content) =>
        content is FunctionResultContent { Result: null, Exception: not null };

    private static JsonTypeInfo<ChatMessage> Type()
    {
        JsonSerializerOptions options = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };
        options.MakeReadOnly();
        return (JsonTypeInfo<ChatMessage>)options.GetTypeInfo(typeof(ChatMessage));
    }
}
