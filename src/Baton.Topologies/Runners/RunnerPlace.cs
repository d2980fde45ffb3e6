using Baton.Topologies.Capabilities;
using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;

namespace Baton.Topologies.Runners;

/// <summary>What a runner needs around it. Disposed with the runner.</summary>
public sealed class RunnerPlace : IAsyncDisposable
{
    /// <summary>Where executions, approvals and memories are kept. Default: memory.</summary>
    public ITopologyStore Store { get; init; } = new MemoryTopologyStore();

    /// <summary>Makes the agents. Default: models.</summary>
    public IAgentSource Agents { get; init; } = new ModelAgents();

    /// <summary>The capabilities that act. Default: those that come with Baton.</summary>
    public CapabilityRegistry Capabilities { get; init; } = CapabilityRegistry.Default;

    /// <summary>The tools that agents name. Default: none.</summary>
    public ToolRegistry Tools { get; init; } = new();

    /// <summary>How long another process's right to an execution outlives its last sign of life. Default 15 s.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where jitter comes from. Default: repeats.</summary>
    public Random Random { get; init; } = new(0);

    /// <summary>Makes identifiers of executions. Default: version 7 UUIDs.</summary>
    public Func<DateTimeOffset, string> Ids { get; init; } = static now => Guid.CreateVersion7(now).ToString("n");

    /// <summary>A place with a store by its address.</summary>
    /// <param name="address">As <see cref="TopologyStores.Open"/> reads it.</param>
    /// <param name="durability">What steps survive. Default <see cref="Durability.Full"/>.</param>
    /// <exception cref="TopologyException">The store cannot be used, or is of an unknown kind.</exception>
    public static RunnerPlace At(string address, Durability durability = Durability.Full) =>
        new() { Store = TopologyStores.Open(address, durability) };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Store.DisposeAsync();

    internal string NewId() => Ids(TimeProvider.GetUtcNow());
}
