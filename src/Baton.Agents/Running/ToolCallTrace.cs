using System.Diagnostics;
using Baton.Agents.Tools;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>The activity of one call of a tool.</summary>
internal sealed class ToolCallTrace : IDisposable
{
    private readonly RunTelemetry _telemetry;
    private readonly Activity? _activity;
    private readonly string _tool;

    public ToolCallTrace(RunTelemetry telemetry, Activity? activity, FunctionCallContent call, string description)
    {
        _telemetry = telemetry;
        _activity = activity;
        _tool = call.Name;
        if (activity is null)
        {
            return;
        }

        activity.SetTag("gen_ai.operation.name", "execute_tool");
        activity.SetTag("gen_ai.tool.name", call.Name);
        activity.SetTag("gen_ai.tool.call.id", call.CallId);
        activity.SetTag("gen_ai.tool.type", "function");
        activity.SetTag("gen_ai.tool.description", description);
        if (telemetry.HoldsContent)
        {
            activity.SetTag("gen_ai.tool.call.arguments", ToolJson.Element(call.Arguments)?.GetRawText());
        }
    }

    public void Ended(ToolOutcome outcome)
    {
        string? kind = outcome.Error is null ? null : outcome.Cause?.GetType().FullName ?? ErrorKind.Tool;
        _telemetry.RecordTool(_tool, outcome.Duration.TotalSeconds, kind);
        if (kind is not null)
        {
            RunTelemetry.Fail(_activity, kind, outcome.Error!);
        }
        else if (_telemetry.HoldsContent)
        {
            _activity?.SetTag("gen_ai.tool.call.result", ToolJson.Element(outcome.Result)?.GetRawText());
        }
    }

    public void Dispose() => _activity?.Dispose();
}
