using System.Diagnostics;
using Baton.Agents.Tools;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>The activity of one call of a tool.</summary>
internal sealed class ToolCallTrace : IDisposable
{
    private readonly RunTelemetry _telemetry;
    private readonly Activity? _activity;

    public ToolCallTrace(RunTelemetry telemetry, Activity? activity, FunctionCallContent call, string description)
    {
        _telemetry = telemetry;
        _activity = activity;
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
        if (outcome.Error is { } error)
        {
            RunTelemetry.Fail(_activity, outcome.Cause?.GetType().FullName ?? ErrorKind.Tool, error);
        }
        else if (_telemetry.HoldsContent)
        {
            _activity?.SetTag("gen_ai.tool.call.result", ToolJson.Element(outcome.Result)?.GetRawText());
        }
    }

    public void Dispose() => _activity?.Dispose();
}
