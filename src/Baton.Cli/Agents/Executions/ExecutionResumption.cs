using System.CommandLine;
using Baton.Cli.Agents.Following;
using Baton.Cli.Parsing;
using Baton.Targets.Topologies;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Executions;

/// <summary>Carries out <c>baton agents executions resume</c>.</summary>
internal static class ExecutionResumption
{
    /// <summary>Goes on with one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        ToolSession session,
        StoreOption option,
        FollowOptions options,
        ParseResult parsed,
        string id
    )
    {
        UsageErrors errors = new();
        int concurrency = options.Concurrency(parsed, errors);
        errors.ThrowIfAny();
        AgentPlace place = AgentPlace.Open(session, option, options, parsed, concurrency, isNew: false);
        await using ITopologyStore store = place.Store;
        await using TargetAgents agents = place.Agents;
        ExecutionRecord execution = await FoundExecution.InAsync(store, id);
        place = place.For(execution.Agents.Values);
        NextCommands next = new(option.Words(parsed));
        if (execution.Status == ExecutionStatus.Completed)
        {
            return await new ExecutionOutcome(session, store, place.Redaction, next).TellAsync(
                execution,
                options.IsJson(parsed),
                asLine: parsed.GetValue(options.Stream)
            );
        }

        string runnerType = options.RunnerType(parsed, execution.RunnerType);
        TopologyRunner runner = place.CreateRunner(runnerType, concurrency, execution.Config, id);
        return await new ExecutionFollower(session, store, place.Redaction).RunAsync(
            new ExecutionTitle(id, execution.Topology.Name, AgentWords.Of(execution.Topology.Type), runnerType),
            cancellationToken => runner.ResumeStreamAsync(id, cancellationToken),
            options,
            parsed,
            next
        );
    }
}
