using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>What the <c>mock</c> supervisor says, from <c>multi_turn.supervisor.metadata</c>.</summary>
public sealed record SupervisorScript
{
    private const string Key = "multi_turn.supervisor.metadata";

    /// <summary>The user's messages after the first, in order; the conversation ends behind the last.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>Without questions: what the user says after every answer, or <see langword="null"/> to end at once.</summary>
    public string? NextUserMessage { get; init; }

    /// <summary>Why the conversation ends, or <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The user's last word, or <see langword="null"/>.</summary>
    public string? Closing { get; init; }

    /// <summary>Reads a script.</summary>
    /// <param name="metadata">The section, or <see langword="null"/>; keys it does not know are left to others.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    public static SupervisorScript Read(JsonObject? metadata, ConfigurationErrors errors)
    {
        string? decision = Text(metadata, "mock_decision", errors);
        string? next = Text(metadata, "mock_next_user_message", errors);
        if (decision is not (null or "continue" or "terminate"))
        {
            Add(errors, "mock_decision", $"`{decision}` is no decision; write `continue` or `terminate`");
        }
        else if (decision == "continue" && string.IsNullOrWhiteSpace(next))
        {
            Add(errors, "mock_decision", "`continue` needs `mock_next_user_message`: what the user says");
        }

        return new SupervisorScript
        {
            Questions = Texts(metadata, "scripted_questions", errors),
            NextUserMessage = decision == "continue" ? next : null,
            Reason = Text(metadata, "mock_reason", errors),
            Closing = Text(metadata, "mock_closing", errors),
        };
    }

    private static string? Text(JsonObject? metadata, string name, ConfigurationErrors errors)
    {
        JsonNode? value = metadata?[name];
        if (value is null || value.GetValueKind() == JsonValueKind.String)
        {
            return value?.GetValue<string>();
        }

        Add(errors, name, "must be a text");
        return null;
    }

    private static List<string> Texts(JsonObject? metadata, string name, ConfigurationErrors errors)
    {
        List<string> texts = [];
        if (metadata?[name] is not { } value)
        {
            return texts;
        }

        if (value is not JsonArray list)
        {
            Add(errors, name, "must be a list of texts, one user message each");
            return texts;
        }

        for (int index = 0; index < list.Count; index++)
        {
            if (
                list[index] is { } item
                && item.GetValueKind() == JsonValueKind.String
                && item.GetValue<string>().Trim().Length > 0
            )
            {
                texts.Add(item.GetValue<string>());
            }
            else
            {
                Add(errors, $"{name}[{index}]", "must be a text that says something");
            }
        }

        return texts;
    }

    private static void Add(ConfigurationErrors errors, string name, string message) =>
        errors.Add(new ConfigurationPlace("configuration"), $"{Key}.{name}", message);
}
