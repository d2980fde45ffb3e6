using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Queues.Working;

/// <summary>A request as a worker understands it; see <c>docs/formats/queue-messages.md</c>.</summary>
/// <param name="Id">What every reply carries.</param>
/// <param name="ReplyTo">Where replies go.</param>
internal sealed record WorkRequest(string Id, string ReplyTo)
{
    /// <summary>The message.</summary>
    public required Turn Turn { get; init; }

    /// <summary>What it belongs to.</summary>
    public required ConversationContext Conversation { get; init; }

    /// <summary>When nobody waits for a reply any more, or <see langword="null"/> where it was not said.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Reads a request. Tolerant: only <c>id</c>, <c>reply_to</c> and <c>input</c> must be there.</summary>
    /// <returns>The request, or what is wrong with the message.</returns>
    public static (WorkRequest? Request, string? Problem) Read(WorkItem item)
    {
        if (item.IsCut)
        {
            return (null, "is longer than 16 MiB");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(Utf8Bytes.ForJson(item.Body));
            JsonElement message = document.RootElement;
            if (message.ValueKind != JsonValueKind.Object)
            {
                return (null, "is no JSON object");
            }

            string? missing = new[] { "id", "reply_to", "input" }.FirstOrDefault(name =>
                string.IsNullOrEmpty(Text(message, name)) && !(name == "input" && message.TryGetProperty(name, out _))
            );
            return missing is null ? (Read(message, item), null) : (null, $"has no `{missing}`");
        }
        catch (JsonException)
        {
            return (null, "is no JSON");
        }
    }

    private static WorkRequest Read(JsonElement message, WorkItem item)
    {
        JsonElement context =
            message.TryGetProperty("context", out JsonElement given) && given.ValueKind == JsonValueKind.Object
                ? given
                : JsonElement.Parse("{}");
        string id = Text(message, "id")!;
        return new WorkRequest(id, Text(message, "reply_to")!)
        {
            Turn = new Turn
            {
                Input = Text(message, "input") ?? "",
                Number = Number(context, "turn") ?? 1,
                History = Messages(context),
            },
            Conversation = new ConversationContext
            {
                RunId = Text(context, "run_id") ?? id,
                Persona = Text(context, "persona") is { } name
                    ? new PersonaContext(name, Text(context, "persona_prompt"))
                    : null,
                Iteration = Number(context, "iteration") ?? 0,
                AutoApproveTools = context.TryGetProperty("auto_approve_tools", out JsonElement approve)
                    ? approve.ValueKind == JsonValueKind.True
                    : null,
                Metadata =
                    context.TryGetProperty("metadata", out JsonElement metadata)
                    && metadata.ValueKind == JsonValueKind.Object
                        ? JsonObject.Create(metadata.Clone())
                        : null,
                TraceParent = Text(message, "traceparent") ?? item.TraceParent ?? Text(context, "traceparent"),
            },
            Expires =
                message.TryGetProperty("expires_at", out JsonElement expires)
                && expires.ValueKind == JsonValueKind.String
                && expires.TryGetDateTimeOffset(out DateTimeOffset time)
                    ? time
                    : null,
        };
    }

    private static List<ChatMessage> Messages(JsonElement context) =>
        context.TryGetProperty("messages", out JsonElement messages) && messages.ValueKind == JsonValueKind.Array
            ?
            [
                .. messages
                    .EnumerateArray()
                    .Where(static message => message.ValueKind == JsonValueKind.Object)
                    .Select(static message => new ChatMessage(
                        new ChatRole(Text(message, "role") is { Length: > 0 } role ? role : "user"),
                        Text(message, "content") ?? ""
                    )),
            ]
            : [];

    private static int? Number(JsonElement context, string name) =>
        context.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out int number)
            ? number
            : null;

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) ? JsonText.Of(value) : null;
}
