using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Export.Spans;

/// <summary>Messages in the JSON that OpenTelemetry's GenAI conventions want in attributes.</summary>
internal static class Messages
{
    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>One message.</summary>
    /// <param name="role">Who speaks: <c>user</c> or <c>assistant</c>.</param>
    /// <param name="text">What is said.</param>
    /// <param name="finishReason">Why the model stopped, for an answer; <see langword="null"/> for a question.</param>
    public static string Of(string role, string text, string? finishReason = null) =>
        Write(json => WriteMessage(json, role, text, finishReason));

    /// <summary>All messages of a conversation but the last answer.</summary>
    public static string Before(TraceConversation conversation)
    {
        int last = LastAnswer(conversation.History);
        return Write(json =>
        {
            for (int i = 0; i < conversation.History.Count; i++)
            {
                if (i != last)
                {
                    WriteMessage(json, conversation.History[i].Role, conversation.History[i].Content, null);
                }
            }
        });
    }

    /// <summary>Whether a recorded value is a list of messages already.</summary>
    public static bool IsMessages(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
        && value.GetArrayLength() > 0
        && value
            .EnumerateArray()
            .All(item =>
                item.ValueKind == JsonValueKind.Object
                && item.TryGetProperty("role", out _)
                && item.TryGetProperty("parts", out _)
            );

    private static int LastAnswer(IReadOnlyList<TraceMessage> history)
    {
        for (int i = history.Count - 1; i >= 0; i--)
        {
            if (history[i].Role == "assistant")
            {
                return i;
            }
        }

        return -1;
    }

    private static string Write(Action<Utf8JsonWriter> messages)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, Writing))
        {
            json.WriteStartArray();
            messages(json);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    private static void WriteMessage(Utf8JsonWriter json, string role, string text, string? finishReason)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        json.WriteStartArray("parts"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("content"u8, text);
        json.WriteEndObject();
        json.WriteEndArray();
        if (finishReason is not null)
        {
            json.WriteString("finish_reason"u8, finishReason);
        }

        json.WriteEndObject();
    }
}
