using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Processes.JsonLines;

/// <summary>What one line of an agent says. A closed set; every case stands in this file.</summary>
internal abstract record AgentLine
{
    private protected AgentLine() { }

    /// <summary>The request it answers, by the number Baton gave it, or <see langword="null"/> when it did not say.</summary>
    public long? Request { get; init; }
}

/// <summary>Something happened inside the turn.</summary>
/// <param name="Event">What.</param>
internal sealed record EventLine(AgentEvent Event) : AgentLine;

/// <summary>An item of a stream that a <c>stream:</c> section explains.</summary>
/// <param name="Item">The item.</param>
internal sealed record ItemLine(JsonElement Item) : AgentLine;

/// <summary>The agent answered or said that it failed; the turn is over.</summary>
/// <param name="Answer">The answer, or <see langword="null"/> when it failed.</param>
/// <param name="Error">Why it failed, or <see langword="null"/>.</param>
internal sealed record EndLine(AgentAnswer? Answer, AgentError? Error) : AgentLine;

/// <summary>The agent waits for a decision about a tool call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Ids">What the reply must carry.</param>
internal sealed record ApprovalLine(ToolApprovalRequestedEvent Call, ApprovalIds Ids) : AgentLine;

/// <summary>An object that says nothing known: a log line in JSON, a type of a later protocol.</summary>
internal sealed record UnknownLine : AgentLine
{
    /// <summary>The one for a line that names no request.</summary>
    public static UnknownLine Instance { get; } = new();

    /// <summary>The one for a line that is known but adds nothing, such as an empty delta.</summary>
    public static UnknownLine Nothing { get; } = new() { IsEmpty = true };

    /// <summary>Whether the line is not worth keeping.</summary>
    public bool IsEmpty { get; init; }
}

/// <summary>The line breaks the protocol.</summary>
/// <param name="Problem">What is wrong with it, as the end of a sentence.</param>
internal sealed record BrokenLine(string Problem) : AgentLine;

/// <summary>What a <c>final</c> line holds.</summary>
/// <param name="Output">The answer as text, or <see langword="null"/> when the line has none.</param>
internal sealed record AgentAnswer(string? Output)
{
    /// <summary>The answer as given where it is not a string, or <see langword="null"/>.</summary>
    public JsonElement? Raw { get; init; }

    /// <summary>The line's <c>metadata</c>, or <see langword="null"/>.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The line's <c>usage</c>, or <see langword="null"/>.</summary>
    public UsageEvent? Usage { get; init; }
}

/// <summary>The identifiers of a request for approval as the agent wrote them.</summary>
internal sealed record ApprovalIds(JsonElement? Id, JsonElement? CallId, JsonElement? RequestId);
