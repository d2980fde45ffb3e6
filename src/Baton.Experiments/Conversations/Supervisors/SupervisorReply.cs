using System.Text.Json.Nodes;
using Baton.Experiments.Models;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Reads a supervisor's answer.</summary>
internal static class SupervisorReply
{
    private const string Decision = "decision";

    /// <summary>The form of the answer.</summary>
    public static AnswerForm<SupervisorDecision> Form { get; } =
        new("supervisor_decision", "What the user does next", SupervisorPrompt.Schema, Decision, Read);

    // A decision without its usage.
    private static SupervisorDecision? Read(JsonObject answer, out string? problem)
    {
        string decision = Text(answer, Decision)?.ToLowerInvariant() ?? "";
        string? next = Text(answer, "next_user_message");
        problem = decision switch
        {
            "continue" when next is null => "goes on without `next_user_message`",
            "continue" or "terminate" => null,
            _ => $"has the decision `{decision}`, which is neither `continue` nor `terminate`",
        };
        return problem is not null
            ? null
            : new SupervisorDecision
            {
                Continue = decision == "continue",
                NextUserMessage = decision == "continue" ? next : null,
                TerminationReason = decision == "terminate" ? Text(answer, "termination_reason") : null,
                ClosingUserMessage = decision == "terminate" ? Text(answer, "closing_user_message") : null,
            };
    }

    private static string? Text(JsonObject answer, string name) =>
        answer[name] is JsonValue value && value.TryGetValue(out string? text) && text.Trim() is { Length: > 0 } said
            ? said
            : null;
}
