using System.Text.Json;
using Baton.Agents;
using Baton.Cli.Results;
using Microsoft.Extensions.AI;

namespace Baton.Cli.Chat;

/// <summary>A conversation as a JSON file: <c>version, model, system, messages, token_usage, cost</c>.</summary>
internal static class SavedChat
{
    private const int Version = 1;

    /// <summary>Writes the file, in place of one that is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static void Write(
        string path,
        ModelRequest request,
        IReadOnlyList<ChatMessage> messages,
        Usage usage,
        Redaction redaction
    )
    {
        using StringWriter json = new();
        JsonText.Write(
            json,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("version", Version);
                writer.WriteString("model", request.Model);
                if (request.Instructions.Length > 0)
                {
                    writer.WriteString("system", request.Instructions);
                }

                writer.WriteStartArray("messages");
                foreach (ChatMessage message in messages)
                {
                    WriteMessage(writer, message);
                }

                writer.WriteEndArray();
                UsageJson.Write(writer, usage);
                writer.WriteEndObject();
            }
        );
        string unfinished = path + ".tmp";
        File.WriteAllText(unfinished, redaction.Redact(json.ToString()));
        File.Move(unfinished, path, overwrite: true);
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatMessage message)
    {
        FunctionResultContent[] results = [.. message.Contents.OfType<FunctionResultContent>()];
        foreach (FunctionResultContent result in results)
        {
            writer.WriteStartObject();
            writer.WriteString("role", ChatRole.Tool.Value);
            writer.WriteString("call_id", result.CallId);
            writer.WritePropertyName("result");
            ToolValue.ToJson(result.Result).WriteTo(writer);
            writer.WriteEndObject();
        }

        if (results.Length > 0 && message.Text.Length == 0)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Value);
        writer.WriteString("content", message.Text);
        FunctionCallContent[] calls = [.. message.Contents.OfType<FunctionCallContent>()];
        if (calls.Length > 0)
        {
            writer.WriteStartArray("tool_calls");
            foreach (FunctionCallContent call in calls)
            {
                writer.WriteStartObject();
                writer.WriteString("call_id", call.CallId);
                writer.WriteString("name", call.Name);
                writer.WritePropertyName("arguments");
                ToolValue.ToJson(call.Arguments).WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
