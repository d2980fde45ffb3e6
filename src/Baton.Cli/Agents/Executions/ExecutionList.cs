using System.CommandLine;
using System.Globalization;
using Baton.Cli.Agents.Following;
using Baton.Cli.Results;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Executions;

/// <summary>Carries out <c>baton agents executions list</c>.</summary>
internal static class ExecutionList
{
    private const int LongestError = 60;

    /// <summary>Lists them.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(
        ToolSession session,
        StoreOption option,
        ParseResult parsed,
        string? status,
        int limit,
        bool json
    )
    {
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        IReadOnlyList<ExecutionRecord> executions = await ExecutionStanding.ListAsync(
            store.Executions,
            status,
            limit,
            session.Clock
        );
        return await TeamRedaction.WriteAsync(
            session,
            executions.SelectMany(execution => execution.Agents.Values),
            shown => WriteAsync(shown, option, parsed, status, executions, json)
        );
    }

    private static async Task<int> WriteAsync(
        ToolSession session,
        StoreOption option,
        ParseResult parsed,
        string? status,
        IReadOnlyList<ExecutionRecord> executions,
        bool json
    )
    {
        if (json)
        {
            JsonText.WriteArray(
                session.Out,
                executions,
                (writer, execution) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("id", execution.Id);
                    writer.WriteString("status", AgentWords.Of(execution.Status));
                    writer.WriteBoolean("interrupted", execution.IsInterruptedAt(session.Clock.GetUtcNow()));
                    writer.WriteString("error", execution.Error);
                    ExecutionJson.WriteFacts(writer, execution);
                    writer.WriteEndObject();
                }
            );
            return ExitCodes.Ok;
        }

        if (executions.Count == 0)
        {
            await session.Error.WriteLineAsync(
                $"No {(status is null ? "" : $"{status} ")}executions in {option.Shown(parsed, session)}; `baton agents topologies run` makes some"
            );
            return ExitCodes.Ok;
        }

        TextTable table = new();
        table.Add("ID", "TOPOLOGY", "STATUS", "RUNNER", "STARTED", "TIME", "WHY");
        foreach (ExecutionRecord execution in executions)
        {
            table.Add(
                execution.Id,
                execution.Topology.Name,
                ExecutionStanding.Of(execution, session.Clock),
                execution.RunnerType,
                execution.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                execution.CompletedAt is null ? "-" : ExecutionTime.Of(execution, session.Clock),
                OneLine.Of(execution.Error ?? "", LongestError)
            );
        }

        table.Write(session.Out);
        foreach (
            ExecutionRecord interrupted in executions.Where(each => each.IsInterruptedAt(session.Clock.GetUtcNow()))
        )
        {
            await session.Error.WriteLineAsync(
                $"go on with: {new NextCommands(option.Words(parsed)).Resume(interrupted.Id)}"
            );
        }

        return ExitCodes.Ok;
    }
}
