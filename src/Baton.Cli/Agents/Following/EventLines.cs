using System.Text;
using Baton.Agents;
using Baton.Cli.Chat;
using Baton.Cli.Results;

namespace Baton.Cli.Agents.Following;

/// <summary>Everything that happens as lines: steps, and in them what agents say and do.</summary>
/// <param name="steps">Writes the steps.</param>
/// <param name="output">Gets the lines.</param>
/// <param name="redaction">Takes secrets out.</param>
internal sealed class EventLines(StepLines steps, TextWriter output, Redaction redaction) : IExecutionDisplay
{
    private const int LongestLine = 500;

    private readonly Dictionary<string, StringBuilder> _said = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Add(AgentEvent happened)
    {
        switch (happened)
        {
            case NestedEvent nested:
                Add(nested.CallId, nested.Event);
                break;
            case SpanEndedEvent ended:
                EndLine(ended.SpanId);
                steps.Add(happened);
                break;
            default:
                steps.Add(happened);
                break;
        }
    }

    /// <inheritdoc/>
    public void Notice(string line) => steps.Notice(line);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (string step in _said.Keys.ToArray())
        {
            EndLine(step);
        }

        return steps.DisposeAsync();
    }

    private void Add(string step, AgentEvent happened)
    {
        switch (happened)
        {
            case TextEvent text:
                AddText(step, text.Content);
                break;
            case ToolCallEvent call:
                Write(step, $"calls {call.ToolName} {call.Arguments}");
                break;
            case ToolResultEvent result:
                Write(
                    step,
                    result.Error is { } error ? $"the tool failed: {error}" : $"the tool answered: {result.Result}"
                );
                break;
            case HandoffEvent handoff:
                Write(step, $"{handoff.From} hands over to {handoff.To}");
                break;
            case LogEvent log:
                Write(step, $"[{log.Source}] {log.Message}");
                break;
            case ErrorEvent failed:
                Write(step, $"failed: {failed.Error.Kind}: {failed.Error.Message}");
                break;
            case LimitEvent limit:
                Write(step, $"stopped: {limit.Message}");
                break;
            case NestedEvent nested:
                Add($"{step} {nested.AgentName}", nested.Event);
                break;
            default:
                break;
        }
    }

    // Agents at work at once speak in pieces; a line is shown when it is whole.
    private void AddText(string step, string piece)
    {
        if (!_said.TryGetValue(step, out StringBuilder? said))
        {
            _said.Add(step, said = new StringBuilder());
        }

        said.Append(piece);
        string text = said.ToString();
        int end = text.LastIndexOf('\n');
        if (end >= 0)
        {
            foreach (string line in text[..end].Split('\n'))
            {
                WriteLine(step, $"| {line}");
            }

            said.Clear().Append(text, end + 1, text.Length - end - 1);
        }
    }

    private void Write(string step, string line)
    {
        EndLine(step);
        WriteLine(step, line);
    }

    private void EndLine(string step)
    {
        if (_said.Remove(step, out StringBuilder? said) && said.Length > 0)
        {
            WriteLine(step, $"| {said}");
        }
    }

    private void WriteLine(string step, string line) =>
        output.WriteLine($"{step}: {OneLine.Of(redaction.Redact(line), LongestLine)}");
}
