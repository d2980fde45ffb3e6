using Microsoft.Extensions.AI;

namespace Baton.Agents.Tools;

/// <summary>One thing an agent may call.</summary>
internal sealed record ToolEntry(AIFunction Function)
{
    /// <summary>Whether somebody has to agree to each call.</summary>
    public bool RequiresApproval { get; init; }

    /// <summary>The agent that takes over, when the call is a handoff.</summary>
    public Agent? Handoff { get; init; }

    /// <summary>Whether it never blocks its caller's thread, so that it needs none of its own.</summary>
    public bool IsAsynchronous { get; } = Function is AgentTool;
}
