using System.CommandLine;
using System.Globalization;
using Baton.Agents;
using Baton.Cli.Agents.Following;
using Baton.Cli.Chat;
using Baton.Cli.Results;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Executions;

/// <summary>Carries out <c>baton agents executions show</c>.</summary>
internal static class ExecutionDetails
{
    /// <summary>Shows one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(
        ToolSession session,
        StoreOption option,
        ParseResult parsed,
        string id,
        bool json
    )
    {
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        ExecutionRecord execution = await FoundExecution.InAsync(store, id);
        IReadOnlyList<StepRecord> steps = await store.Executions.ReadStepsAsync(id, CancellationToken.None);
        IReadOnlyList<Approval> approvals = await store.Approvals.ReadAsync(id, CancellationToken.None);
        return await TeamRedaction.WriteAsync(
            session,
            execution.Agents.Values,
            shown =>
            {
                if (json)
                {
                    WriteJson(shown, execution, steps, approvals);
                    return Task.FromResult(ExitCodes.Ok);
                }

                return WriteTextAsync(shown, new NextCommands(option.Words(parsed)), execution, steps, approvals);
            }
        );
    }

    private static async Task<int> WriteTextAsync(
        ToolSession session,
        NextCommands next,
        ExecutionRecord execution,
        IReadOnlyList<StepRecord> steps,
        IReadOnlyList<Approval> approvals
    )
    {
        WriteFacts(session, execution, steps);
        if (steps.Count > 0)
        {
            await session.Out.WriteLineAsync("\nSteps:");
            TreeRows rows = new(session.Clock.GetUtcNow());
            TreeText.Write(
                session.Out,
                rows.Of(ExecutionTree.Of(steps).Root, int.MaxValue),
                session.OutputIsTerminal ? session.Width : int.MaxValue,
                "  "
            );
        }

        WriteApprovals(session.Out, approvals);
        if (execution.Output?["output"] is { } output)
        {
            await session.Out.WriteLineAsync($"\nOutput:\n{output}");
        }

        if (approvals.Any(approval => approval.Decision is null))
        {
            await session.Error.WriteLineAsync($"approve with: {next.Approve(execution.Id)}");
        }
        else if (ExecutionStanding.Of(execution, session.Clock) is not ("completed" or "running"))
        {
            await session.Error.WriteLineAsync($"go on with: {next.Resume(execution.Id)}");
        }

        return ExitCodes.Ok;
    }

    private static void WriteFacts(ToolSession session, ExecutionRecord execution, IReadOnlyList<StepRecord> steps)
    {
        Usage usage = steps.Aggregate(Usage.Unknown, (sum, step) => sum + step.Usage);
        TextTable table = new();
        table.Add("Execution", execution.Id);
        table.Add(
            "Topology",
            $"{execution.Topology.Name} ({AgentWords.Of(execution.Topology.Type)}, version {execution.Topology.Version})"
        );
        table.Add("Status", ExecutionStanding.Of(execution, session.Clock));
        table.Add("Runner", execution.RunnerType);
        table.Add(
            "Started",
            execution.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
        );
        if (execution.CompletedAt is not null)
        {
            table.Add("Time", ExecutionTime.Of(execution, session.Clock));
        }

        table.Add("Steps", $"{StepText.Count(steps)}");
        Add("Tokens", StepText.Count(usage) is { } tokens ? tokens.ToString("N0", CultureInfo.InvariantCulture) : "");
        Add("Cost", usage.Cost is { } cost ? $"${cost.ToString("0.####", CultureInfo.InvariantCulture)}" : "");
        Add("Correlation", execution.Config.CorrelationId ?? "");
        Add("Input", OneLine.Of(execution.Input.ToJsonString(JsonText.Compact), session.Width));
        Add("Why", OneLine.Of(execution.Error ?? "", int.MaxValue));
        table.Write(session.Out);

        void Add(string name, string text)
        {
            if (text.Length > 0)
            {
                table.Add(name, text);
            }
        }
    }

    private static void WriteApprovals(TextWriter output, IReadOnlyList<Approval> approvals)
    {
        if (approvals.Count == 0)
        {
            return;
        }

        output.WriteLine("\nApprovals:");
        foreach ((ApprovalRequest request, ApprovalDecision? decision) in approvals)
        {
            string answer = decision switch
            {
                null => "waits",
                { IsApproved: true } => "approved",
                _ => "rejected",
            };
            string by = decision is { By.Length: > 0 } ? $" by {decision.By}" : "";
            string comment = decision is { Comment.Length: > 0 } ? $": {decision.Comment}" : "";
            output.WriteLine($"  {request.Path} ({request.Agent}): {OneLine.Of(request.Question, 200)}");
            output.WriteLine($"    {answer}{by}{OneLine.Of(comment, 200)}");
            if (decision is null && request.Context.Length > 0)
            {
                output.WriteLine($"    {request.Context.ReplaceLineEndings("\n    ")}");
            }
        }
    }

    private static void WriteJson(
        ToolSession session,
        ExecutionRecord execution,
        IReadOnlyList<StepRecord> steps,
        IReadOnlyList<Approval> approvals
    ) =>
        JsonText.Write(
            session.Out,
            json =>
            {
                json.WriteStartObject();
                ExecutionJson.WriteResult(json, execution);
                json.WriteBoolean("interrupted", execution.IsInterruptedAt(session.Clock.GetUtcNow()));
                json.WriteString("topology_type", AgentWords.Of(execution.Topology.Type));
                json.WritePropertyName("input");
                execution.Input.WriteTo(json);
                UsageJson.Write(json, steps.Aggregate(Usage.Unknown, (sum, step) => sum + step.Usage));
                ExecutionJson.WriteSteps(json, steps);
                ExecutionJson.WriteApprovals(json, approvals);
                json.WriteEndObject();
            }
        );
}
