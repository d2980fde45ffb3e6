using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Cli.Results;

namespace Baton.Cli.Run;

/// <summary>Shows one turn of an agent: the answer on standard output, everything else on standard error.</summary>
internal sealed class SingleAnswer(ToolSession session, Func<string, string> redact, bool json)
{
    private readonly StringBuilder _text = new();
    private readonly List<ToolCallEvent> _toolCalls = [];
    private readonly long _startedAt = session.Clock.GetTimestamp();
    private readonly bool _streams = session.OutputIsTerminal && !json;
    private Usage? _usage;
    private string? _output;
    private (string Kind, string Message)? _error;

    /// <summary>Takes the next event.</summary>
    public void Add(AgentEvent happened)
    {
        switch (happened)
        {
            case TextEvent text:
                _text.Append(text.Content);
                if (_streams)
                {
                    session.Out.Write(redact(text.Content));
                    session.Out.Flush();
                }

                break;
            case ToolCallEvent call:
                _toolCalls.Add(call);
                session.Error.WriteLine(redact($"[tool] {call.ToolName} {call.Arguments}"));
                break;
            case ToolResultEvent { Error: { } toolError }:
                session.Error.WriteLine(redact($"[tool] failed: {toolError}"));
                break;
            case LogEvent log:
                session.Error.WriteLine(redact($"[{log.Source}] {log.Message}"));
                break;
            case UsageEvent usage:
                _usage = _usage is null ? usage.Usage : _usage + usage.Usage;
                break;
            case FinalEvent final:
                _output = final.Output;
                break;
            case ErrorEvent error:
                _error = (error.Error.Kind, error.Error.Message);
                break;
            case LimitEvent limit:
                _error = (limit.Limit, limit.Message);
                break;
            default:
                break;
        }
    }

    /// <summary>Writes what is not written yet.</summary>
    /// <returns>The exit code.</returns>
    public int Finish()
    {
        if (json)
        {
            JsonText.Write(session.Out, WriteJson);
        }
        else if (!_streams || _text.Length == 0)
        {
            string answer = redact(_output ?? _text.ToString());
            session.Out.Write(answer.Length == 0 || answer.EndsWith('\n') ? answer : answer + "\n");
        }
        else
        {
            session.Out.WriteLine();
        }

        if (_error is { } error)
        {
            session.Error.WriteLine(redact($"error: {error.Kind}: {error.Message}"));
            return error.Kind == ErrorKind.Start ? ExitCodes.Usage : ExitCodes.Failed;
        }

        return ExitCodes.Ok;
    }

    private void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success", _error is null);
        writer.WriteString("output", redact(_output ?? _text.ToString()));
        if (_error is { } error)
        {
            writer.WriteStartObject("error");
            writer.WriteString("kind", error.Kind);
            writer.WriteString("message", redact(error.Message));
            writer.WriteEndObject();
        }

        TimeSpan duration = session.Clock.GetElapsedTime(_startedAt);
        writer.WriteNumber("duration_ms", Math.Round(duration.TotalMilliseconds, 3));
        WriteToolCalls(writer);
        WriteUsage(writer);
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
                writer.WriteRawValue(redact(arguments.GetRawText()));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteUsage(Utf8JsonWriter writer)
    {
        if (_usage is not { } usage)
        {
            return;
        }

        writer.WriteStartObject("token_usage");
        Write("input", usage.InputTokens);
        Write("output", usage.OutputTokens);
        Write("total", usage.TotalTokens);
        writer.WriteEndObject();
        if (usage.Cost is { } cost)
        {
            writer.WriteNumber("cost", cost);
        }

        void Write(string name, long? number)
        {
            if (number is { } known)
            {
                writer.WriteNumber(name, known);
            }
        }
    }
}
