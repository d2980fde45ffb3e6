using System.Text.Json;
using Baton.Agents;
using Baton.Cli.Results;

namespace Baton.Cli.Chat;

/// <summary>
/// Shows what happens while an agent answers: the answer on standard output as it comes, if it is a terminal; tool calls,
/// their results and logs as lines on standard error.
/// </summary>
/// <param name="session">Where it is shown.</param>
/// <param name="redaction">Takes secrets out.</param>
/// <param name="streams">Whether the answer is shown as it comes.</param>
/// <param name="lines">Where lines go that must not run into a question. Default: the session's standard error.</param>
internal sealed class AnswerView(ToolSession session, Redaction redaction, bool streams, SideLines? lines = null)
{
    private const int LongestLine = 500;

    private readonly SideLines _lines = lines ?? new SideLines(session.Error);
    private readonly Dictionary<string, string> _tools = new(StringComparer.Ordinal);
    private readonly RedactedStream _text = new(redaction);
    private readonly RedactedStream _reasoning = new(redaction);
    private OpenLine _open;

    private enum OpenLine
    {
        None,
        Answer,
        Reasoning,
    }

    /// <summary>Whether something of the answer was shown already.</summary>
    public bool HasShownText { get; private set; }

    /// <summary>Shows the next event, if there is something to show.</summary>
    public void Add(AgentEvent happened)
    {
        switch (happened)
        {
            case TextEvent text when streams:
                ShowText(text.Content);
                break;
            case ReasoningEvent reasoning when streams && session.ErrorIsTerminal:
                ShowReasoning(reasoning.Content);
                break;
            case ToolCallEvent call:
                _tools[call.CallId] = call.ToolName;
                WriteLine($"[tool] {call.ToolName} {Text(call.Arguments) ?? ""}");
                break;
            case ToolResultEvent result:
                string name = _tools.GetValueOrDefault(result.CallId, "");
                WriteLine(
                    result.Error is { } error
                        ? $"[tool] {name} failed: {error}"
                        : $"[tool] {name}: {Text(result.Result) ?? "done"}"
                );
                break;
            case HandoffEvent handoff:
                WriteLine($"[{handoff.From}] hands over to {handoff.To}");
                break;
            case LogEvent log:
                WriteLine($"[{log.Source}] {log.Message}");
                break;
            default:
                break;
        }
    }

    /// <summary>Ends the line that is being written, if there is one.</summary>
    public void EndLine()
    {
        if (_text.Rest() is { Length: > 0 } rest)
        {
            Write(rest);
        }

        if (_reasoning.Rest() is { Length: > 0 } thought)
        {
            session.Error.Write(Dim(TerminalText.Of(thought)));
        }

        if (_open != OpenLine.None)
        {
            (_open == OpenLine.Answer ? session.Out : session.Error).WriteLine();
            _open = OpenLine.None;
        }
    }

    private static string? Text(JsonElement? value) => value is { } json ? ToolValue.ToText(json) : null;

    private void ShowText(string piece)
    {
        if (_open == OpenLine.Reasoning)
        {
            EndLine();
        }

        string text = _text.Take(piece);
        if (text.Length > 0)
        {
            Write(text);
        }
    }

    private void Write(string text)
    {
        session.Out.Write(TerminalText.Of(text));
        session.Out.Flush();
        HasShownText = true;
        _open = text.EndsWith('\n') ? OpenLine.None : OpenLine.Answer;
    }

    private void ShowReasoning(string piece)
    {
        if (_open == OpenLine.Answer)
        {
            EndLine();
        }

        string text = _reasoning.Take(piece);
        if (text.Length > 0)
        {
            session.Error.Write(Dim(TerminalText.Of(text)));
            _open = OpenLine.Reasoning;
        }
    }

    private void WriteLine(string line)
    {
        EndLine();
        _lines.Write(Dim(OneLine.Of(redaction.Redact(line), LongestLine)));
    }

    private string Dim(string text) => session.ErrorTakesColour ? $"\e[2m{text}\e[22m" : text;
}
