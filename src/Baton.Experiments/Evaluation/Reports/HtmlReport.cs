using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Reports;

/// <summary>
/// Writes <c>report.html</c>, one file that needs no other. The page reads an index of the traces at once and the conversations,
/// some hundred at a time, when they are asked for: so it opens fast however long they are.
/// </summary>
/// <param name="file">Takes the page.</param>
/// <param name="summary">The numbers.</param>
/// <param name="selection">Which traces are shown.</param>
internal sealed class HtmlReport(Stream file, EvaluationSummary summary, ReportSelection selection)
{
    /// <summary>The most traces a page shows.</summary>
    public const int MostTraces = 10_000;

    private const int ChunkTraces = 200;
    private const int LongestText = 20_000;
    private const int LongestLine = 160;
    private const long MostBytes = 64L * 1024 * 1024;
    private static readonly JsonWriterOptions Compact = new() { SkipValidation = true };

    private readonly List<byte[]> _index = [];
    private long _shown;

    /// <summary>Writes the page.</summary>
    /// <param name="traces">The evaluated traces, in the order of <c>traces.jsonl</c>.</param>
    public void Write(IEnumerable<JudgedTrace> traces)
    {
        string[] page = Template().Split("<!--data-->");
        string name = summary.ExperimentName.Length > 0 ? summary.ExperimentName : "experiment";
        Write(page[0].Replace("{{title}}", WebUtility.HtmlEncode(name), StringComparison.Ordinal));
        WriteConversations(traces);
        WriteScript("index", WriteIndex);
        WriteScript("summary", WriteSummary);
        Write(page[1]);
    }

    private void WriteConversations(IEnumerable<JudgedTrace> traces)
    {
        using MemoryStream chunk = new();
        using Utf8JsonWriter json = new(chunk, Compact);
        long written = 0;
        foreach (JudgedTrace trace in traces.Where(trace => selection.Take(trace.Verdict)))
        {
            if (_shown == selection.Shown || written > MostBytes)
            {
                break;
            }

            if (_shown % ChunkTraces == 0)
            {
                Write("<script type=\"application/json\" class=\"chunk\">");
                json.WriteStartArray();
            }

            _index.Add(IndexOf(trace));
            WriteDetails(json, trace);
            _shown++;
            if (_shown % ChunkTraces == 0)
            {
                written += Finish(json, chunk);
            }
        }

        if (_shown % ChunkTraces != 0)
        {
            Finish(json, chunk);
        }
    }

    private long Finish(Utf8JsonWriter json, MemoryStream chunk)
    {
        json.WriteEndArray();
        json.Flush();
        json.Reset();
        long length = chunk.Length;
        chunk.WriteTo(file);
        chunk.SetLength(0);
        Write("</script>\n");
        return length;
    }

    /// <summary>What the list of the page needs of a trace: verdict, score, persona, milliseconds, tokens, cost, names and lines of text.</summary>
    private static byte[] IndexOf(JudgedTrace trace)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Compact))
        {
            json.WriteStartArray();
            json.WriteNumberValue((int)trace.Verdict);
            WriteNumber(json, trace.Run.Score);
            json.WriteStringValue(trace.Trace.Persona);
            WriteNumber(json, trace.Trace.DurationMs);
            WriteNumber(json, trace.Trace.TokenUsage?.Total);
            WriteNumber(json, (double?)trace.Trace.Cost);
            json.WriteStringValue(trace.Run.RunKey);
            json.WriteStringValue(Line(trace.Trace.Input));
            json.WriteStringValue(trace.Verdict == TraceVerdict.Passed ? null : Line(trace.Reason() ?? ""));
            json.WriteEndArray();
        }

        return bytes.ToArray();
    }

    private static void WriteDetails(Utf8JsonWriter json, JudgedTrace reported)
    {
        RunTrace trace = reported.Trace;
        json.WriteStartObject();
        json.WriteString("trace_id", trace.TraceId);
        json.WriteStartArray("messages");
        if (trace.Conversation is { } conversation)
        {
            foreach (TraceMessage message in conversation.History)
            {
                WriteMessage(json, message.Role, message.Content, message.ToolCalls, message.DurationMs);
            }
        }
        else
        {
            WriteMessage(json, "user", trace.Input, [], null);
            WriteMessage(json, "assistant", trace.Output, trace.ToolCalls, trace.DurationMs);
        }

        json.WriteEndArray();
        json.WriteString("ending", trace.Conversation?.TerminationReason);
        json.WriteString("expected", Expected(trace));
        json.WriteString("error", trace.Error is { } error ? $"{error.Kind}: {Text(error.Message)}" : null);
        json.WriteStartArray("scores");
        foreach ((string type, Score score) in reported.Run.Scores)
        {
            json.WriteStartObject();
            json.WriteString("evaluator", score.Evaluator);
            json.WriteString("type", type);
            json.WriteString("status", score.Status.Word());
            json.WritePropertyName("value");
            WriteNumber(json, score.Value);
            json.WriteString("reason", score.Reason is { } reason ? Text(reason) : null);
            json.WriteString("details", score.Details is { } details ? Text(details.ToJsonString()) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMessage(
        Utf8JsonWriter json,
        string role,
        string? content,
        IReadOnlyList<TraceToolCall> calls,
        double? milliseconds
    )
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content is null ? null : Text(content));
        json.WritePropertyName("ms");
        WriteNumber(json, milliseconds);
        if (calls.Count > 0)
        {
            json.WriteStartArray("tools");
            foreach (TraceToolCall call in calls)
            {
                json.WriteStartObject();
                json.WriteString("name", call.Name);
                json.WriteString("arguments", call.Arguments is { } arguments ? Text(arguments.GetRawText()) : null);
                json.WriteString("result", call.Result is { } result ? Text(result.GetRawText()) : null);
                json.WriteString("error", call.Error);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string? Expected(RunTrace trace) =>
        trace.Metadata?["expected"] switch
        {
            null => null,
            { } text when text.GetValueKind() == JsonValueKind.String => Text(text.GetValue<string>()),
            var value => Text(value.ToJsonString()),
        };

    private void WriteIndex(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("chunk", ChunkTraces);
        json.WriteNumber("total", selection.Total);
        json.WriteStartArray("traces");
        foreach (byte[] row in _index)
        {
            json.WriteRawValue(row, skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteSummary(Utf8JsonWriter json) =>
        JsonSerializer.Serialize(json, summary, EvaluationJson.Default.EvaluationSummary);

    private void WriteScript(string id, Action<Utf8JsonWriter> write)
    {
        Write(string.Create(CultureInfo.InvariantCulture, $"<script type=\"application/json\" id=\"{id}\">"));
        using (Utf8JsonWriter json = new(file, Compact))
        {
            write(json);
        }

        Write("</script>\n");
    }

    private void Write(string text) => file.Write(Encoding.UTF8.GetBytes(text));

    private static void WriteNumber(Utf8JsonWriter json, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumberValue(Math.Round(number, 6));
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static string Line(string text)
    {
        string line = (text.Length > 2 * LongestLine ? text[..(2 * LongestLine)] : text).ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestLine ? line : string.Concat(line.AsSpan(0, LongestLine), "…");
    }

    private static string Text(string text) =>
        text.Length <= LongestText
            ? text
            : $"{text.AsSpan(0, LongestText)} … ({text.Length - LongestText:N0} more characters stand in {ExperimentFiles.Traces})";

    private static string Template()
    {
        using Stream page = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.html")!;
        using StreamReader reader = new(page, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
