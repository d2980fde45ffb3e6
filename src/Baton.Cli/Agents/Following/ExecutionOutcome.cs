using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Agents;
using Baton.Cli.Chat;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Following;

/// <summary>Tells what came of an execution: its output on standard output, what to do next on standard error.</summary>
internal sealed class ExecutionOutcome(
    ToolSession session,
    ITopologyStore store,
    Redaction redaction,
    NextCommands next
)
{
    private const string Output = "output";

    /// <summary>Tells it.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="json">Whether all of the result is written as JSON.</param>
    /// <param name="asLine">Whether that JSON is one line.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> TellAsync(ExecutionRecord execution, bool json, bool asLine)
    {
        IReadOnlyList<StepRecord> steps = await store.Executions.ReadStepsAsync(execution.Id, CancellationToken.None);
        Approval[] waiting =
        [
            .. (await store.Approvals.ReadAsync(execution.Id, CancellationToken.None)).Where(each =>
                each.Decision is null
            ),
        ];
        Usage usage = steps.Aggregate(Usage.Unknown, (sum, step) => sum + step.Usage);
        if (json)
        {
            WriteJson(execution, usage, waiting, asLine);
        }
        else if (execution.Output is { } output)
        {
            string text = redaction.Redact(output[Output]?.ToString() ?? output.ToJsonString());
            text = session.OutputIsTerminal ? TerminalText.Of(text) : text;
            await session.Out.WriteLineAsync(text.TrimEnd('\n'));
        }

        TellPerson(execution, StepText.Count(steps), usage, waiting);
        return execution.Status switch
        {
            ExecutionStatus.Completed or ExecutionStatus.Paused => ExitCodes.Ok,
            ExecutionStatus.Cancelled => ExitCodes.Interrupted,
            _ => ExitCodes.Failed,
        };
    }

    private void TellPerson(ExecutionRecord execution, int steps, Usage usage, Approval[] waiting)
    {
        TextWriter error = session.Error;
        if (execution.Status == ExecutionStatus.Failed)
        {
            error.WriteLine($"error: {redaction.Redact(execution.Error ?? "it failed")}");
        }

        string facts = StepText.List(
            ExecutionTime.Of(execution, session.Clock),
            StepText.Steps(steps),
            StepText.Tokens(usage)
        );
        error.WriteLine($"{AgentWords.Of(execution.Status)}: {facts}; execution {execution.Id}");
        foreach (Approval approval in waiting)
        {
            error.WriteLine(
                $"waits for a person at `{approval.Request.Path}`: {redaction.Redact(approval.Request.Question)}"
            );
        }

        if (waiting.Length > 0)
        {
            error.WriteLine($"approve with: {next.Approve(execution.Id)}");
            error.WriteLine($"reject with:  {next.Reject(execution.Id)}");
        }

        if (execution.Status != ExecutionStatus.Completed)
        {
            error.WriteLine($"{(waiting.Length > 0 ? "then " : "")}go on with: {next.Resume(execution.Id)}");
        }
    }

    private void WriteJson(ExecutionRecord execution, Usage usage, Approval[] waiting, bool asLine)
    {
        using MemoryStream buffer = new();
        using (
            Utf8JsonWriter json = new(
                buffer,
                new JsonWriterOptions { Indented = !asLine, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            if (asLine)
            {
                json.WriteString("type", "result");
            }

            ExecutionJson.WriteResult(json, execution);
            UsageJson.Write(json, usage);
            if (waiting.Length > 0)
            {
                ExecutionJson.WriteApprovals(json, waiting);
            }

            json.WriteEndObject();
        }

        session.Out.WriteLine(redaction.Redact(Encoding.UTF8.GetString(buffer.ToArray())));
    }
}
