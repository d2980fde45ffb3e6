using Baton.Agents;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Store;

namespace Baton.Topologies.Execution;

/// <summary>What a process brings to an execution it runs or goes on with.</summary>
internal sealed record ExecutionSitting
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    /// <summary>The execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>Under which word this process holds it.</summary>
    public required string Owner { get; init; }

    /// <summary>Where steps are written, people are asked and agents remember.</summary>
    public required ITopologyStore Store { get; init; }

    /// <summary>Makes the agents.</summary>
    public required IAgentSource Agents { get; init; }

    /// <summary>The capabilities that act.</summary>
    public CapabilityRegistry Capabilities { get; init; } = CapabilityRegistry.Default;

    /// <summary>The tools that agents name.</summary>
    public ToolRegistry Tools { get; init; } = new();

    /// <summary>Limits and ways.</summary>
    public required TopologyRunConfig Config { get; init; }

    /// <summary>How many agents may work at once.</summary>
    public required SemaphoreSlim Permits { get; init; }

    /// <summary>Whether what could be done at once is done in order.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Is told what happens, and waited for; <see langword="null"/> when nobody looks on.</summary>
    public Func<AgentEvent, ValueTask>? Observe { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Where jitter comes from; used under its own lock.</summary>
    public required Random Random { get; init; }

    /// <summary>The wait after a failed attempt: what the other side asked for, else doubling, with jitter.</summary>
    public TimeSpan Backoff(int attempt, AgentError error)
    {
        if (error.RetryAfter is { } asked)
        {
            return asked;
        }

        double wait = Math.Min(
            FirstBackoff.TotalMilliseconds * Math.Pow(2, attempt - 1),
            LongestBackoff.TotalMilliseconds
        );
        lock (Random)
        {
            return TimeSpan.FromMilliseconds(wait * (0.5 + (Random.NextDouble() / 2)));
        }
    }
}
