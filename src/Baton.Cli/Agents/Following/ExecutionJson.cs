using System.Text.Json;
using Baton.Cli.Chat;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Following;

/// <summary>Executions as members of JSON objects.</summary>
internal static class ExecutionJson
{
    /// <summary>What came of an execution.</summary>
    public static void WriteResult(Utf8JsonWriter json, ExecutionRecord execution)
    {
        json.WriteString("id", execution.Id);
        json.WriteString("status", AgentWords.Of(execution.Status));
        json.WritePropertyName("output");
        if (execution.Output is { } output)
        {
            output.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteString("error", execution.Error);
        WriteFacts(json, execution);
    }

    /// <summary>Times, runner and names.</summary>
    public static void WriteFacts(Utf8JsonWriter json, ExecutionRecord execution)
    {
        if (execution.CompletedAt is { } end)
        {
            json.WriteNumber("duration_ms", (long)(end - execution.StartedAt).TotalMilliseconds);
        }
        else
        {
            json.WriteNull("duration_ms");
        }

        json.WriteString("started_at", execution.StartedAt.UtcDateTime);
        if (execution.CompletedAt is { } completed)
        {
            json.WriteString("completed_at", completed.UtcDateTime);
        }
        else
        {
            json.WriteNull("completed_at");
        }

        json.WriteString("runner_type", execution.RunnerType);
        json.WriteString("topology_name", execution.Topology.Name);
        json.WriteString("correlation_id", execution.Config.CorrelationId);
    }

    /// <summary>The steps that ended.</summary>
    public static void WriteSteps(Utf8JsonWriter json, IEnumerable<StepRecord> steps)
    {
        json.WriteStartArray("steps");
        foreach (StepRecord step in steps)
        {
            json.WriteStartObject();
            json.WriteString("path", step.Path);
            json.WriteString("slot", step.Slot);
            json.WriteString("agent", step.Agent);
            json.WriteString("input", step.Input);
            json.WriteString("output", step.Output);
            json.WriteString("error", step.Error);
            json.WriteNumber("attempts", step.Attempts);
            json.WriteString("started_at", step.StartedAt.UtcDateTime);
            json.WriteNumber("duration_ms", (long)step.Duration.TotalMilliseconds);
            UsageJson.Write(json, step.Usage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What people were asked.</summary>
    public static void WriteApprovals(Utf8JsonWriter json, IEnumerable<Approval> approvals)
    {
        json.WriteStartArray("approvals");
        foreach (Approval approval in approvals)
        {
            json.WriteStartObject();
            json.WriteString("path", approval.Request.Path);
            json.WriteString("slot", approval.Request.Slot);
            json.WriteString("agent", approval.Request.Agent);
            json.WriteString("question", approval.Request.Question);
            json.WriteString("context", approval.Request.Context);
            json.WriteString("asked_at", approval.Request.AskedAt.UtcDateTime);
            if (approval.Decision is { } decision)
            {
                json.WriteBoolean("approved", decision.IsApproved);
                json.WriteString("comment", decision.Comment);
                json.WriteString("by", decision.By);
                json.WriteString("decided_at", decision.At.UtcDateTime);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
