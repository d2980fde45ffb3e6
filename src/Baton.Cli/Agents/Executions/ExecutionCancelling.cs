using System.CommandLine;
using Baton.Cli.Agents.Following;
using Baton.Cli.Parsing;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Executions;

/// <summary>Carries out <c>baton agents executions cancel</c>.</summary>
internal static class ExecutionCancelling
{
    /// <summary>Cancels one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, StoreOption option, ParseResult parsed, string id)
    {
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        ExecutionRecord execution = await FoundExecution.InAsync(store, id);
        if (execution.Status is ExecutionStatus.Completed or ExecutionStatus.Failed)
        {
            throw UsageErrors.Of("ID", $"the execution `{id}` has {AgentWords.Of(execution.Status)} already");
        }

        RunnerPlace place = new() { Store = store, TimeProvider = session.Clock };
        bool isAsked = await new LocalRunner(place: place).CancelAsync(id, CancellationToken.None);
        await session.Error.WriteLineAsync(
            isAsked
                ? $"asked: the process that runs {id} ends it within seconds"
                : $"cancelled: {id}; go on with: {new NextCommands(option.Words(parsed)).Resume(id)}"
        );
        return ExitCodes.Ok;
    }
}
