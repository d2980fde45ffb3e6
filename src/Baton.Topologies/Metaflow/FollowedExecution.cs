using Baton.Topologies.Execution;
using Baton.Topologies.Runners;

namespace Baton.Topologies.Metaflow;

/// <summary>The file with which a followed flow begins: the execution, and the steps that ended before. Removed in the end.</summary>
internal sealed class FollowedExecution : IDisposable
{
    private FollowedExecution(string file)
    {
        File = file;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Writes it beside the flow.</summary>
    public static async Task<FollowedExecution> WriteAsync(
        string flow,
        ExecutionSteps steps,
        CancellationToken cancellationToken
    )
    {
        ExecutionRecord execution = steps.Execution;
        FlowRequest state = new()
        {
            Execution = new FlowExecution
            {
                Id = execution.Id,
                Topology = execution.Topology,
                Agents = execution.Agents,
                Input = execution.Input,
                Config = execution.Config,
                StartedAt = execution.StartedAt,
                IsFollowed = true,
            },
            Approvals = await steps.ApprovalsAsync().ConfigureAwait(false),
            Steps = [.. steps.Ended.Values.OrderBy(step => step.StartedAt)],
        };
        string file = Path.ChangeExtension(flow, $".{execution.Id}.json");
        await System
            .IO.File.WriteAllTextAsync(file, TopologyJson.Write(state), cancellationToken)
            .ConfigureAwait(false);
        return new FollowedExecution(file);
    }

    /// <inheritdoc/>
    public void Dispose() => System.IO.File.Delete(File);
}
