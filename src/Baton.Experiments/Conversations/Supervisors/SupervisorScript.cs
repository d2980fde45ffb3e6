using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>What the <c>mock</c> supervisor says, from <c>multi_turn.supervisor.metadata</c>.</summary>
public sealed record SupervisorScript
{
    private const string Section = "metadata";

    private static readonly string[] Known =
    [
        "scripted_questions",
        "mock_decision",
        "mock_next_user_message",
        "mock_reason",
        "mock_closing",
    ];

    /// <summary>
    /// The user's messages after the first, in order; the conversation ends behind the last. <see langword="null"/>
    /// without a script; an empty script ends behind the first answer.
    /// </summary>
    public IReadOnlyList<string>? Questions { get; init; }

    /// <summary>Without a script: what the user says after every answer, or <see langword="null"/> to end at once.</summary>
    public string? NextUserMessage { get; init; }

    /// <summary>Why the conversation ends, or <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The user's last word, or <see langword="null"/>.</summary>
    public string? Closing { get; init; }

    /// <summary>Reads a script.</summary>
    /// <param name="metadata">
    /// The section, or <see langword="null"/>. Keys it does not know are free facts, except those that look like a
    /// script's.
    /// </param>
    /// <param name="errors">Where to say what is wrong.</param>
    internal static SupervisorScript Read(JsonObject? metadata, SectionErrors errors)
    {
        FindMisspelt(metadata, errors);
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

    private static string? Text(JsonObject? metadata, string name, SectionErrors errors)
    {
        JsonNode? value = metadata?[name];
        if (value is null || value.GetValueKind() == JsonValueKind.String)
        {
            return value?.GetValue<string>();
        }

        Add(errors, name, "must be a text");
        return null;
    }

    // A misspelt key would silently make a conversation of one turn.
    private static void FindMisspelt(JsonObject? metadata, SectionErrors errors)
    {
        foreach ((string name, _) in metadata ?? [])
        {
            bool looksLikeOurs =
                name.StartsWith("mock", StringComparison.OrdinalIgnoreCase)
                || name.Contains("script", StringComparison.OrdinalIgnoreCase);
            if (looksLikeOurs && !Known.Contains(name, StringComparer.Ordinal))
            {
                Add(errors, name, $"is not known; the keys of a script are {string.Join(", ", Known.Select(Quote))}");
            }
        }
    }

    private static string Quote(string name) => $"`{name}`";

    private static List<string>? Texts(JsonObject? metadata, string name, SectionErrors errors)
    {
        List<string> texts = [];
        if (metadata?[name] is not { } value)
        {
            return null;
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

    private static void Add(SectionErrors errors, string name, string message) =>
        errors.Add($"{Section}.{name}", message);
}
