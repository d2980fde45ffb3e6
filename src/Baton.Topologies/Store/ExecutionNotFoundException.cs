namespace Baton.Topologies.Store;

/// <summary>There is no such execution in the store.</summary>
/// <param name="executionId">Which.</param>
public sealed class ExecutionNotFoundException(string executionId)
    : TopologyException($"There is no execution `{executionId}`; `baton agents executions list` shows those there are")
{
    /// <summary>Which.</summary>
    public string ExecutionId { get; } = executionId;
}
