using System.ComponentModel;
using System.Text.Json;
using Baton.Experiments.Traces;

namespace Baton.Mcp.Experiments;

/// <summary>One thing of a trace, or a piece of it where it is long.</summary>
internal sealed record TraceEntry
{
    [Description("input, output, message, tool_call, error, metadata, span_start, span_end or event")]
    public required string Kind { get; init; }

    [Description("What it is called: a role, a tool, a span")]
    public string? Name { get; init; }

    [Description("The turn it happened in, from 1")]
    public int? Turn { get; init; }

    [Description("When, UTC")]
    public DateTimeOffset? At { get; init; }

    [Description("What was said, sent or returned; JSON where it has structure")]
    public required string Text { get; init; }

    [Description("How many characters of it stood on pages before; absent when it begins here")]
    public int? ContinuedFrom { get; init; }

    [Description("Whether it goes on, on the next page")]
    public bool? GoesOn { get; init; }

    /// <summary>Everything of a trace, in the order it happened.</summary>
    public static IEnumerable<TraceEntry> Of(RunTrace trace, IEnumerable<Observation> observations) =>
        trace.Conversation is { } conversation
            ?
            [
                .. Facts(trace),
                .. conversation.History.Select(Of),
                .. trace.ToolCalls.Select(Of),
                .. observations.Select(Of),
            ]
            :
            [
                .. Facts(trace),
                new TraceEntry { Kind = "input", Text = trace.Input },
                .. trace.ToolCalls.Select(Of),
                .. trace.Output is { } output
                    ? [new TraceEntry { Kind = "output", Text = output }]
                    : Array.Empty<TraceEntry>(),
                .. observations.Select(Of),
            ];

    private static IEnumerable<TraceEntry> Facts(RunTrace trace)
    {
        if (trace.Error is { } error)
        {
            string details = error.Details is null ? "" : $"\n{error.Details.ToJsonString()}";
            yield return new TraceEntry
            {
                Kind = "error",
                Name = error.Kind,
                Text = error.Message + details,
            };
        }

        if (trace.Metadata is { Count: > 0 } metadata)
        {
            yield return new TraceEntry { Kind = "metadata", Text = metadata.ToJsonString() };
        }
    }

    private static TraceEntry Of(TraceMessage message) =>
        new()
        {
            Kind = "message",
            Name = message.Role,
            Turn = message.Turn,
            Text = message.Content,
        };

    private static TraceEntry Of(TraceToolCall call) =>
        new()
        {
            Kind = "tool_call",
            Name = call.Name,
            Turn = call.Turn,
            Text = Told(("arguments", call.Arguments), ("result", call.Result), ("error", call.Error)),
        };

    private static TraceEntry Of(Observation observation) =>
        new()
        {
            Kind = observation.Type,
            Name = $"{observation.Kind}: {observation.Name}",
            At = observation.Timestamp,
            Text = Told(
                ("input", observation.Input),
                ("output", observation.Output),
                ("error", observation.Error),
                ("attributes", observation.Attributes)
            ),
        };

    private static string Told(params (string Name, object? Value)[] facts) =>
        string.Join(
            '\n',
            facts
                .Where(fact => fact.Value is not null)
                .Select(fact => $"{fact.Name}: {(fact.Value is JsonElement json ? json.GetRawText() : fact.Value)}")
        );
}
