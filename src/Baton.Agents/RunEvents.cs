namespace Baton.Agents;

/// <summary>A run of the runtime began. The first event of its stream.</summary>
/// <param name="RunId">The run.</param>
/// <param name="AgentName">Who begins.</param>
public sealed record RunStartedEvent(string RunId, string AgentName) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "run_start";
}

/// <summary>A run of the runtime ended or paused. The last event of <see cref="StreamingRunner"/>'s stream.</summary>
/// <param name="Result">Everything that came of it.</param>
public sealed record RunEndedEvent(RunResult Result) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "run_end";
}

/// <summary>The model is asked for the next step.</summary>
/// <param name="Number">Which turn of the run it is, from 1.</param>
public sealed record TurnStartedEvent(int Number) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "turn_start";
}

/// <summary>The model's answer has come and the tools it called have ended.</summary>
/// <param name="Number">Which turn of the run it was, from 1.</param>
public sealed record TurnEndedEvent(int Number) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "turn_end";
}

/// <summary>A piece of a call's arguments while the model still writes them; the whole call follows as <see cref="ToolCallEvent"/>.</summary>
/// <param name="CallId">The call, or the empty text while it is not known.</param>
/// <param name="ToolName">The tool, where it is known.</param>
/// <param name="Delta">The next piece of the arguments' JSON.</param>
public sealed record ToolArgumentsEvent(string CallId, string? ToolName, string Delta) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "tool_arguments";
}

/// <summary>Another agent takes over the conversation.</summary>
/// <param name="From">Who spoke until now.</param>
/// <param name="To">Who speaks from now on.</param>
public sealed record HandoffEvent(string From, string To) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "handoff";
}

/// <summary>Something that happened in an agent that works for this one; not part of this one's answer.</summary>
/// <param name="CallId">The call of the tool, or the span, that the nested agent carries out.</param>
/// <param name="AgentName">The nested agent.</param>
/// <param name="Event">What happened there; itself a <see cref="NestedEvent"/> for agents nested deeper.</param>
public sealed record NestedEvent(string CallId, string AgentName, AgentEvent Event) : AgentEvent
{
    /// <inheritdoc/>
    public override string Type => "nested";
}
