using System.Text;
using System.Text.Json;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Reads a supervisor's answer, and mends what models usually get wrong about JSON.</summary>
internal static class SupervisorReply
{
    // More braces than that are not prose around an answer.
    private const int MostTries = 32;
    private const string Decision = "decision";

    /// <summary>Reads an answer.</summary>
    /// <param name="reply">What the model wrote, of any form.</param>
    /// <param name="problem">Why it cannot be used, as the end of a sentence; null when it can.</param>
    /// <returns>The decision without its usage, or null.</returns>
    public static SupervisorDecision? Read(string reply, out string? problem)
    {
        if (Members(reply) is not { } members)
        {
            problem = "is not the JSON object asked for";
            return null;
        }

        string decision = members[Decision]?.Trim().ToLowerInvariant() ?? "";
        string? next = Said(members, "next_user_message");
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
                TerminationReason = decision == "terminate" ? Said(members, "termination_reason") : null,
                ClosingUserMessage = decision == "terminate" ? Said(members, "closing_user_message") : null,
            };
    }

    /// <summary>The members of the first object in the reply that has a decision; what stands around it is prose.</summary>
    private static Dictionary<string, string?>? Members(string reply)
    {
        if (Strict(reply) is { } strict)
        {
            return strict;
        }

        int start = -1;
        for (int tries = 0; tries < MostTries; tries++)
        {
            start = reply.IndexOf('{', start + 1);
            if (start < 0)
            {
                return null;
            }

            if (LooseObject.TryRead(reply.AsSpan(start), out var members) && members.ContainsKey(Decision))
            {
                return members;
            }
        }

        return null;
    }

    private static Dictionary<string, string?>? Strict(string reply)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(reply);
            JsonElement root = document.RootElement;
            return root.ValueKind switch
            {
                // An answer that was encoded twice.
                JsonValueKind.String
                    when root.GetString() is { } inner && inner.Contains('{', StringComparison.Ordinal) => Members(
                    inner
                ),
                JsonValueKind.Object when root.TryGetProperty(Decision, out _) => Texts(root),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // The others come from half a surrogate pair, written out or escaped.
            return null;
        }
    }

    private static Dictionary<string, string?> Texts(JsonElement root)
    {
        Dictionary<string, string?> members = new(StringComparer.Ordinal);
        foreach (JsonProperty member in root.EnumerateObject())
        {
            members[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
        }

        return members;
    }

    private static string? Said(Dictionary<string, string?> members, string name) =>
        members.GetValueOrDefault(name)?.Trim() is { Length: > 0 } text ? Whole(text) : null;

    // Half a surrogate pair cannot be sent or written to a file; it becomes the replacement character.
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
