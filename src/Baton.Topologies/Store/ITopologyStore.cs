namespace Baton.Topologies.Store;

/// <summary>Everything that is kept about agents and topologies, in one place. Safe for concurrent use.</summary>
public interface ITopologyStore : IAsyncDisposable
{
    /// <summary>Executions and their steps.</summary>
    IExecutionStore Executions { get; }

    /// <summary>Agents and topologies by name.</summary>
    ICatalog Catalog { get; }

    /// <summary>What people are asked, and what they said.</summary>
    IApprovals Approvals { get; }

    /// <summary>What agents remember between executions.</summary>
    IAgentStates States { get; }
}
