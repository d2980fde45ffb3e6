using System.Diagnostics.CodeAnalysis;

namespace Baton.Agents.Running;

/// <summary>Writes a run's events for a person to follow: a line each, words of the answer as they come.</summary>
[SuppressMessage(
    "ApiDesign",
    "RS0030",
    Justification = "Who asks for a verbose run without naming a place means the terminal"
)]
internal sealed class VerboseLog(TextWriter? output)
{
    private readonly TextWriter _output = output ?? Console.Error;
    private bool _inText;

    public void Write(AgentEvent happened)
    {
        if (happened is TextEvent text)
        {
            _output.Write(text.Content);
            _inText = true;
            return;
        }

        if (Line(happened) is not { } line)
        {
            return;
        }

        if (_inText)
        {
            _output.WriteLine();
            _inText = false;
        }

        _output.WriteLine(line.TrimEnd());
    }

    private static string? Line(AgentEvent happened) =>
        happened switch
        {
            RunStartedEvent started => $"[run {started.RunId}] {started.AgentName}",
            TurnStartedEvent turn => $"[turn {turn.Number}]",
            ToolCallEvent call => $"[tool {call.CallId}] {call.ToolName} {call.Arguments}",
            ToolApprovalRequestedEvent request => $"[approval {request.CallId}] {request.ToolName} {request.Arguments}",
            ToolResultEvent { Error: { } error } result => $"[tool {result.CallId}] failed: {error}",
            ToolResultEvent result => $"[tool {result.CallId}] {result.Result}",
            UsageEvent usage => $"[usage] {usage.Usage.InputTokens} in, {usage.Usage.OutputTokens} out",
            HandoffEvent handoff => $"[handoff] {handoff.From} to {handoff.To}",
            NestedEvent { Event: not TextEvent } nested when Line(nested.Event) is { } inner =>
                $"  {nested.AgentName}: {inner}",
            ErrorEvent error => $"[error] {error.Error.Message}",
            LimitEvent limit => $"[limit] {limit.Message}",
            RunEndedEvent ended => $"[end] {ended.Result.Status} after {ended.Result.ElapsedTime.TotalSeconds:0.00} s",
            _ => null,
        };
}
