using System.Text.Json;

namespace Baton.Agents;

/// <summary>Something that happened while an agent took a turn. A closed set: every case stands in this folder.</summary>
/// <remarks>Events carry no time: whoever records them stamps them on arrival, in order.</remarks>
public abstract record AgentEvent
{
    private protected AgentEvent() { }

    /// <summary>The stable word for the case, for example <c>text</c> or <c>tool_call</c>.</summary>
    public abstract string Type { get; }
}

/// <summary>A piece of the answer, in order; the pieces joined are the answer so far.</summary>
/// <param name="Content">The text; never empty.</param>
public sealed record TextEvent(string Content) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "text";
}

/// <summary>A piece of the model's reasoning; not part of the answer.</summary>
/// <param name="Content">The text.</param>
public sealed record ReasoningEvent(string Content) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "reasoning";
}

/// <summary>The agent calls a tool.</summary>
/// <param name="CallId">What ties the call to its result; made up by Baton where the agent gave none.</param>
/// <param name="ToolName">The tool.</param>
/// <param name="Arguments">The arguments, usually an object; <see langword="null"/> when none were told.</param>
public sealed record ToolCallEvent(string CallId, string ToolName, JsonElement? Arguments) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "tool_call";
}

/// <summary>The agent waits for a decision about a tool call.</summary>
/// <param name="CallId">The call.</param>
/// <param name="ToolName">The tool.</param>
/// <param name="Arguments">The arguments it would be called with.</param>
public sealed record ToolApprovalRequestedEvent(string CallId, string ToolName, JsonElement? Arguments) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "approval_request";
}

/// <summary>A tool answered.</summary>
/// <param name="CallId">The call it answers.</param>
/// <param name="Result">What came back, or <see langword="null"/> when it failed or returned nothing.</param>
/// <param name="Error">Why it failed, or <see langword="null"/>.</param>
public sealed record ToolResultEvent(string CallId, JsonElement? Result, string? Error = null) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "tool_result";
}

/// <summary>Tokens and cost of one model call inside the turn; the turn's account is their sum.</summary>
/// <param name="Usage">The numbers.</param>
/// <param name="Model">The model, where known.</param>
public sealed record UsageEvent(Usage Usage, string? Model = null) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "usage";
}

/// <summary>A line the agent printed or logged.</summary>
/// <param name="Message">The line, without its line break.</param>
/// <param name="Source">Where it came from: <c>stdout</c>, <c>stderr</c> or a logger's name.</param>
public sealed record LogEvent(string Message, string Source) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "log";
}

/// <summary>The agent answered. Ends the turn.</summary>
/// <param name="Output">The whole answer as text; may be empty only where the agent really said nothing.</param>
public sealed record FinalEvent(string Output) : AgentEvent
{
    /// <summary>The answer as the agent gave it where that was more than text, otherwise <see langword="null"/>.</summary>
    public JsonElement? Raw { get; init; }

    /// <summary>What to keep with the trace beside the answer, or <see langword="null"/>.</summary>
    public JsonElement? Metadata { get; init; }

    /// <inheritdoc/>
    public override string Type => "final";
}

/// <summary>The turn failed. Ends the turn; text that came before stays valid as partial output.</summary>
/// <param name="Error">What went wrong.</param>
public sealed record ErrorEvent(AgentError Error) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "error";
}

/// <summary>A guard ended the turn. Ends the turn; text that came before stays valid as partial output.</summary>
/// <param name="Limit">The guard's name as configured, for example <c>max_duration</c>.</param>
/// <param name="Message">Which bound was met, with its value.</param>
public sealed record LimitEvent(string Limit, string Message) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "limit";
}
