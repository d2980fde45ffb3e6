using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Store;

namespace Baton.Mcp;

/// <summary>What the server is given by whoever starts it. Immutable.</summary>
public sealed record McpPlace
{
    /// <summary>The folder that reading stays inside, absolute; relative paths in calls start here.</summary>
    public required string Root { get; init; }

    /// <summary>The process's environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>
    /// Opens the store of agents and topologies, for one call; the call disposes it. With <see langword="true"/> a store is made
    /// where there is none, otherwise an empty one is opened then.
    /// </summary>
    public required Func<bool, ITopologyStore> OpenStore { get; init; }

    /// <summary>The tools that agents of the store name. Default: none.</summary>
    public ToolRegistry AgentTools { get; init; } = new();

    /// <summary>Whether tools that start anything (experiments, agents, topologies) are left out. Default: no.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Baton's version, as clients are told it.</summary>
    public string Version { get; init; } = "0";

    /// <summary>Gets lines for whoever looks after the server; none is part of the protocol. Default: nobody.</summary>
    public Action<string> Report { get; init; } = static _ => { };

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
