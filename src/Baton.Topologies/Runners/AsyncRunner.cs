namespace Baton.Topologies.Runners;

/// <summary>Runs topologies in this process, with everything at once that they allow, up to a number of agents.</summary>
/// <param name="maxConcurrent">The most agents at work at once, over all executions of this runner. Default 5; at least 1.</param>
/// <param name="config">Limits and ways. Default: the defaults.</param>
/// <param name="place">Where executions are kept and who makes the agents. Default: memory, and models.</param>
public sealed class AsyncRunner(int maxConcurrent = 5, TopologyRunConfig? config = null, RunnerPlace? place = null)
    : InProcessRunner(maxConcurrent, config, place)
{
    /// <inheritdoc/>
    public override string RunnerType => "async";

    internal override bool IsOrdered => false;
}
