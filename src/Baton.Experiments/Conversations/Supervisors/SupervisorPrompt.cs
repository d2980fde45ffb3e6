using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Personas;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Tells the supervisor's model who it speaks for and what was said.</summary>
/// <remarks>
/// Instructions of the user's own may hold <c>{persona}</c>, <c>{service_context}</c>, <c>{input}</c>, <c>{turn}</c> and
/// <c>{max_turns}</c>; the form of the answer is always added behind them.
/// </remarks>
internal sealed class SupervisorPrompt(string? instructions, string? serviceContext)
{
    /// <summary>Changes whenever <see cref="BuiltIn"/> or the form of the answer changes what a model would do.</summary>
    public const string Version = "1";

    private const string BuiltIn = """
        You play a user who talks to a service. You are not the service and not an assistant.

        Who you are:
        {persona}

        What you are talking to:
        {service_context}

        After each answer of the service you decide whether you go on, and what you say next.
        - Stay in your role: its language, tone, knowledge and goals. Never mention that this is a simulation.
        - Say one natural message at a time, as long as this user would write it. Do not answer your own questions, and do not do the service's work.
        - React to what the service really said. When it asks you something or asks you to confirm, answer it before anything else.
        - Go on while your goal is open and there is something sensible left to say. Try another way once or twice when the service does not help, then give up as this user would.
        - End when your goal is reached, cannot be reached, or the conversation goes round in circles. Never end while the service waits for your answer. Say goodbye at most once, as closing_user_message.
        """;

    private const string Form = """
        Answer with one JSON object and nothing else:
        {"decision": "continue" or "terminate", "next_user_message": your next message or null, "termination_reason": why you end or null, "closing_user_message": your last words or null}
        With "continue", next_user_message is required. With "terminate", termination_reason is required.
        """;

    /// <summary>The schema of the answer.</summary>
    public static JsonElement Schema { get; } =
        JsonElement.Parse(
            """
            {
              "type": "object",
              "properties": {
                "decision": {"type": "string", "enum": ["continue", "terminate"]},
                "next_user_message": {"type": ["string", "null"]},
                "termination_reason": {"type": ["string", "null"]},
                "closing_user_message": {"type": ["string", "null"]}
              },
              "required": ["decision", "next_user_message", "termination_reason", "closing_user_message"],
              "additionalProperties": false
            }
            """
        );

    /// <summary>The messages to send: instructions, then the transcript as one text, so that no role is confused.</summary>
    public List<ChatMessage> Messages(SupervisorRequest request) =>
        [
            new ChatMessage(ChatRole.System, Instructions(request) + "\n\n" + Form),
            new ChatMessage(ChatRole.User, Transcript(request)),
        ];

    private string Instructions(SupervisorRequest request)
    {
        string persona = request.Run.Persona is { } described
            ? PersonaProse.Describe(described) ?? described.Name
            : "An ordinary user of the service.";
        return (instructions ?? BuiltIn)
            .Replace("{persona}", persona, StringComparison.Ordinal)
            .Replace("{service_context}", serviceContext ?? "A service that answers in text.", StringComparison.Ordinal)
            .Replace("{input}", request.Run.Input.Text, StringComparison.Ordinal)
            .Replace("{turn}", $"{request.Turn}", StringComparison.Ordinal)
            .Replace("{max_turns}", $"{request.MaxTurns}", StringComparison.Ordinal);
    }

    private static string Transcript(SupervisorRequest request)
    {
        StringBuilder text = new($"The conversation so far ({request.Turn} of at most {request.MaxTurns} turns):\n");
        foreach (ChatMessage message in request.Transcript)
        {
            foreach (AIContent content in message.Contents)
            {
                text.Append(
                    content switch
                    {
                        FunctionCallContent call => $"[the service calls {call.Name}({Arguments(call)})]\n",
                        FunctionResultContent result => $"[the tool answers: {result.Result}]\n",
                        TextContent said when message.Role == ChatRole.User => $"USER (you): {said.Text}\n",
                        TextContent said => $"SERVICE: {said.Text}\n",
                        _ => "",
                    }
                );
            }
        }

        return text.Append("\nWhat do you do?").ToString();
    }

    private static string Arguments(FunctionCallContent call)
    {
        JsonObject arguments = [];
        foreach (
            (string name, object? value) in call.Arguments ?? new Dictionary<string, object?>(StringComparer.Ordinal)
        )
        {
            arguments[name] = value is JsonElement element
                ? JsonText.Node(element)
                : JsonValue.Create(value?.ToString());
        }

        return arguments.ToJsonString();
    }
}
