using System.CommandLine;
using Baton.Cli.Parsing;
using Baton.Configuration;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Executions;

/// <summary>Carries out <c>baton agents executions prune</c>.</summary>
internal static class ExecutionPruning
{
    /// <summary>Removes executions.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        ToolSession session,
        StoreOption option,
        ParseResult parsed,
        string age,
        bool dryRun
    )
    {
        if (!Duration.TryParse(age, out TimeSpan duration))
        {
            throw UsageErrors.Of("--older-than", $"`{age}` is no duration; write one such as `30d`, `12h` or `90m`");
        }

        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        DateTimeOffset before = session.Clock.GetUtcNow() - duration;
        int count = dryRun
            ? await CountAsync(store.Executions, before)
            : await store.Executions.PruneAsync(before, CancellationToken.None);
        string what =
            $"{count} execution{(count == 1 ? "" : "s")} that ended before {before.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
        await session.Error.WriteLineAsync(dryRun ? $"would remove {what}" : $"removed {what}");
        return ExitCodes.Ok;
    }

    private static async Task<int> CountAsync(IExecutionStore executions, DateTimeOffset before) =>
        (await executions.ListAsync(int.MaxValue, status: null, CancellationToken.None)).Count(execution =>
            execution.CompletedAt < before
            && execution.Status is ExecutionStatus.Completed or ExecutionStatus.Failed or ExecutionStatus.Cancelled
        );
}
