using System.Text;
using Baton.Agents;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.Tests.Streaming;

/// <summary>Reads streams as a transport would, and shows what came of them.</summary>
internal static class RecordedStream
{
    private static readonly StreamSource _source = new(
        "the recording",
        "stream_event_filter",
        "no item came",
        static (exception, details) => new AgentError(ErrorKind.ConnectionLost, exception.Message) { Details = details }
    );

    /// <summary>The bytes of a recording.</summary>
    public static byte[] Bytes(string name) =>
        File.ReadAllBytes(System.IO.Path.Combine(AppContext.BaseDirectory, "Recorded", "streams", name));

    /// <summary>Reads a recording with a preset.</summary>
    public static Task<string> ReadAsync(string name, StreamPreset preset, params int[] sizes) =>
        ShowAsync(Bytes(name), name.EndsWith(".sse", StringComparison.Ordinal), new() { Preset = preset }, sizes);

    /// <summary>Reads lines of JSON.</summary>
    public static Task<string> ReadLinesAsync(StreamOptions options, params string[] lines) =>
        ShowAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), isEvents: false, options);

    /// <summary>Reads server-sent events, each piece the data of one.</summary>
    public static Task<string> ReadEventsAsync(StreamPreset preset, params string[] data) =>
        ShowAsync(
            Encoding.UTF8.GetBytes(string.Concat(data.Select(item => $"data: {item}\n\n"))),
            isEvents: true,
            new() { Preset = preset }
        );

    /// <summary>The events of a stream, one a line; pieces of text and of reasoning that follow each other joined.</summary>
    public static async Task<string> ShowAsync(byte[] bytes, bool isEvents, StreamOptions options, params int[] sizes)
    {
        using ChunkedStream stream = new(bytes, sizes);
        using IStreamItems items = isEvents
            ? new ServerSentEvents(stream, StreamedAnswer.LargestItem)
            : new JsonLines(stream, StreamedAnswer.LargestItem);
        StreamedAnswer answer = new(new StreamRules { Stream = options, AlwaysJson = !isEvents });
        List<AgentEvent> events = [];
        await foreach (AgentEvent item in answer.ReadAsync(items, _source, TestContext.Current.CancellationToken))
        {
            events.Add(item);
        }

        events.Count(item => item is FinalEvent or ErrorEvent).ShouldBe(1);
        return Show(events);
    }

    /// <summary>Events, one a line.</summary>
    public static string Show(IReadOnlyList<AgentEvent> events)
    {
        StringBuilder shown = new();
        AgentEvent? before = null;
        foreach (AgentEvent item in events)
        {
            bool goesOn = item is TextEvent or ReasoningEvent && before?.GetType() == item.GetType();
            shown.Append(goesOn || before is null ? "" : "\n").Append(goesOn ? Content(item) : Line(item));
            before = item;
        }

        return shown.ToString();
    }

    private static string Content(AgentEvent item) =>
        (item is TextEvent text ? text.Content : ((ReasoningEvent)item).Content).Replace(
            "\n",
            "\\n",
            StringComparison.Ordinal
        );

    private static string Line(AgentEvent item) =>
        item switch
        {
            TextEvent or ReasoningEvent => $"{item.Type}: {Content(item)}",
            ToolCallEvent call => $"call {call.CallId}: {call.ToolName} {call.Arguments?.GetRawText()}",
            ToolResultEvent result => $"result {result.CallId}: {result.Result?.GetRawText()}{result.Error}",
            UsageEvent usage =>
                $"usage: {usage.Usage.InputTokens}+{usage.Usage.OutputTokens}={usage.Usage.TotalTokens} {usage.Model}".TrimEnd(),
            LogEvent log => $"log: {log.Message}",
            FinalEvent final => $"final: {final.Output.Replace("\n", "\\n", StringComparison.Ordinal)}",
            ErrorEvent error => $"error {error.Error.Kind}: {error.Error.Message}",
            _ => item.ToString(),
        };

    /// <summary>A path.</summary>
    public static DataPath Path(string path) => DataPath.Parse(path);
}
