using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Cli.Chat;
using Baton.Cli.Results;

namespace Baton.Cli.Run;

/// <summary>Shows one turn of an agent: the answer on standard output, everything else on standard error.</summary>
/// <param name="session">Where it is shown.</param>
/// <param name="redaction">Takes secrets out.</param>
/// <param name="json">Whether the answer is written as one JSON object.</param>
/// <param name="model">The model that answers, for the way out of its failures; <see langword="null"/> for other agents.</param>
/// <param name="lines">Where lines go that must not run into a question. Default: the session's standard error.</param>
internal sealed class SingleAnswer(
    ToolSession session,
    Redaction redaction,
    bool json,
    string? model = null,
    SideLines? lines = null
)
{
    private readonly StringBuilder _text = new();
    private readonly List<ToolCallEvent> _toolCalls = [];
    private readonly long _startedAt = session.Clock.GetTimestamp();
    private readonly bool _streams = session.OutputIsTerminal && !json;
    private readonly AnswerView _view = new(session, redaction, session.OutputIsTerminal && !json, lines);
    private Usage? _usage;
    private string? _output;
    private (string Kind, string Message)? _error;

    /// <summary>Takes the next event.</summary>
    public void Add(AgentEvent happened)
    {
        _view.Add(happened);
        switch (happened)
        {
            case TextEvent text:
                _text.Append(text.Content);
                break;
            case ToolCallEvent call:
                _toolCalls.Add(call);
                break;
            case UsageEvent usage:
                _usage = _usage is null ? usage.Usage : _usage + usage.Usage;
                break;
            case FinalEvent final:
                _output = final.Output;
                break;
            case ErrorEvent error:
                string hint = model is null ? "" : ModelHint.For(error.Error, model);
                _error = (error.Error.Kind, error.Error.Message + hint);
                break;
            case LimitEvent limit:
                _error = (limit.Limit, limit.Message + (model is null ? "" : ModelHint.ForLimit(limit.Limit)));
                break;
            default:
                break;
        }
    }

    /// <summary>Writes what came of an answer that was interrupted, unless a program waits for JSON.</summary>
    public void Break()
    {
        _view.EndLine();
        if (!json && !_streams && _text.Length > 0)
        {
            WriteWhole(_text.ToString());
        }
    }

    /// <summary>Writes what is not written yet.</summary>
    /// <returns>The exit code.</returns>
    public int Finish()
    {
        _view.EndLine();
        if (json)
        {
            JsonText.Write(session.Out, WriteJson);
        }
        else if (!_streams || !_view.HasShownText)
        {
            WriteWhole(_output ?? _text.ToString());
        }

        if (_error is { } error)
        {
            session.Error.WriteLine(redaction.Redact($"error: {error.Kind}: {error.Message}"));
            return IsNobodyThere(error.Kind) ? ExitCodes.Usage : ExitCodes.Failed;
        }

        return ExitCodes.Ok;
    }

    // A model's server is no part of the configuration; what is wrong with it is an answer that failed.
    private bool IsNobodyThere(string kind) =>
        kind == ErrorKind.Start || (model is null && ErrorKind.IsUnreachable(kind));

    private void WriteWhole(string text)
    {
        string answer = redaction.Redact(text);
        answer = session.OutputIsTerminal ? TerminalText.Of(answer) : answer;
        session.Out.Write(answer.Length == 0 || answer.EndsWith('\n') ? answer : answer + "\n");
    }

    private void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success", _error is null);
        writer.WriteString("output", redaction.Redact(_output ?? _text.ToString()));
        if (_error is { } error)
        {
            writer.WriteStartObject("error");
            writer.WriteString("kind", error.Kind);
            writer.WriteString("message", redaction.Redact(error.Message));
            writer.WriteEndObject();
        }

        TimeSpan duration = session.Clock.GetElapsedTime(_startedAt);
        writer.WriteNumber("duration_ms", Math.Round(duration.TotalMilliseconds, 3));
        WriteToolCalls(writer);
        if (_usage is { } usage)
        {
            UsageJson.Write(writer, usage);
        }

        writer.WriteEndObject();
    }

    private void WriteToolCalls(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("tool_calls");
        foreach (ToolCallEvent call in _toolCalls)
        {
            writer.WriteStartObject();
            writer.WriteString("call_id", call.CallId);
            writer.WriteString("name", call.ToolName);
            if (call.Arguments is { } arguments)
            {
                writer.WritePropertyName("arguments");
                writer.WriteRawValue(redaction.Redact(arguments.GetRawText()));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
