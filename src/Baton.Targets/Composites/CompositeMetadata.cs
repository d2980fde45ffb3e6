using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Composites;

/// <summary>What a trace keeps of a composite's turn beside the answer.</summary>
internal static class CompositeMetadata
{
    /// <summary>Who answered what, how long it took, and how the answer was made of it.</summary>
    public static JsonElement Of(IReadOnlyList<MemberAnswer> answers, string? aggregate)
    {
        JsonObject metadata = new() { ["members"] = Members(answers) };
        if (aggregate is not null)
        {
            metadata["aggregate"] = aggregate;
        }

        return JsonDocument.Parse(metadata.ToJsonString()).RootElement;
    }

    /// <summary>One object for each member, in order.</summary>
    public static JsonArray Members(IReadOnlyList<MemberAnswer> answers) => [.. answers.Select(Member)];

    private static JsonObject Member(MemberAnswer answer)
    {
        JsonObject member = new()
        {
            ["name"] = answer.Member.Name,
            ["duration_ms"] = Math.Round(answer.Duration.TotalMilliseconds, 3),
        };
        if (answer.Output is { } output)
        {
            member["output"] = output;
        }
        else
        {
            member[answer.Outcome is LimitEvent ? "limit" : "error"] = answer.ProblemKind;
            member["message"] = answer.Problem;
        }

        if (answer.Outcome is FinalEvent { Metadata: { } inner } && JsonNode.Parse(inner.GetRawText()) is { } metadata)
        {
            member["metadata"] = metadata;
        }

        return member;
    }
}
