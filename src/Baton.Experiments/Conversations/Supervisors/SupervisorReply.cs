using System.Text.Json;
using System.Text.RegularExpressions;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Reads a supervisor's answer, and mends what models usually get wrong about JSON.</summary>
internal static partial class SupervisorReply
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads an answer.</summary>
    /// <param name="reply">What the model wrote, of any form.</param>
    /// <param name="problem">Why it cannot be used, as the end of a sentence; null when it can.</param>
    /// <returns>The decision without its usage, or null.</returns>
    public static SupervisorDecision? Read(string reply, out string? problem)
    {
        if (Parse(reply) is not { } json)
        {
            problem = "is no JSON object";
            return null;
        }

        string? decision = Text(json, "decision")?.Trim().ToLowerInvariant();
        string? next = Said(json, "next_user_message");
        problem = decision switch
        {
            "continue" when next is null => "goes on without `next_user_message`",
            "continue" or "terminate" => null,
            null => "has no `decision`",
            _ => $"has the decision `{decision}`, which is neither `continue` nor `terminate`",
        };
        return problem is not null
            ? null
            : new SupervisorDecision
            {
                Continue = decision == "continue",
                NextUserMessage = decision == "continue" ? next : null,
                TerminationReason = Said(json, "termination_reason"),
                ClosingUserMessage = decision == "terminate" ? Said(json, "closing_user_message") : null,
            };
    }

    private static JsonElement? Parse(string reply) =>
        TryParse(reply) ?? TryParse(Fenced(reply)) ?? TryParse(FirstObject(reply));

    private static JsonElement? TryParse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Fenced(string reply) =>
        Fence().Match(reply) is { Success: true } match ? match.Groups["body"].Value : null;

    /// <summary>The first balanced object in a text, quotes respected; what stands around it is prose.</summary>
    private static string? FirstObject(string reply)
    {
        int start = reply.IndexOf('{', StringComparison.Ordinal);
        int depth = 0;
        bool quoted = false;
        for (int index = start; index >= 0 && index < reply.Length; index++)
        {
            char character = reply[index];
            if (quoted)
            {
                index += character == '\\' ? 1 : 0;
                quoted = character != '"';
            }
            else
            {
                quoted = character == '"';
                depth += character switch
                {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                if (depth == 0)
                {
                    return reply[start..(index + 1)];
                }
            }
        }

        return null;
    }

    private static string? Said(JsonElement json, string name) =>
        Text(json, name) is { } text && text.Trim().Length > 0 ? text.Trim() : null;

    private static string? Text(JsonElement json, string name)
    {
        try
        {
            return json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair cannot be read as text.
            return null;
        }
    }

    [GeneratedRegex(
        @"```[a-zA-Z]*\s*(?<body>\{.*?\})\s*```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Fence();
}
