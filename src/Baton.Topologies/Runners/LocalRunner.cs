namespace Baton.Topologies.Runners;

/// <summary>Runs a topology in this process, one step at a time, in an order that is always the same.</summary>
/// <param name="config">Limits and ways. Default: the defaults.</param>
/// <param name="place">Where executions are kept and who makes the agents. Default: memory, and models.</param>
public sealed class LocalRunner(TopologyRunConfig? config = null, RunnerPlace? place = null)
    : InProcessRunner(maxConcurrent: 1, config, place)
{
    /// <inheritdoc/>
    public override string RunnerType => "local";

    internal override bool IsOrdered => true;
}
