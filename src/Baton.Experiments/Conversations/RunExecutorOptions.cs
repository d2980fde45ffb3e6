using Baton.Agents;
using Baton.Experiments.Settings;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Conversations;

/// <summary>How runs are carried out.</summary>
public sealed record RunExecutorOptions
{
    /// <summary>Whether inputs become conversations, and for how many turns.</summary>
    public MultiTurnSettings MultiTurn { get; init; } = new();

    /// <summary>Asks a person about a tool call, or <see langword="null"/> when nobody is there.</summary>
    public ToolApprover? AskByHand { get; init; }

    /// <summary>Gathers what agents export while they work, or <see langword="null"/> when nobody collects spans.</summary>
    internal SpanCollector? Spans { get; init; }
}
