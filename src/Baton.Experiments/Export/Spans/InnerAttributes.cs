using System.Text.Json;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Export.Spans;

/// <summary>What a span inside a run tells: what was recorded, and what the conventions want to be told by other names.</summary>
/// <param name="agent">What the agent is called.</param>
/// <param name="content">Which facts are exported.</param>
internal sealed class InnerAttributes(string agent, ContentRule content)
{
    /// <summary>The attributes of a span that was recorded.</summary>
    public AttributeSet Of(RecordedSpan span)
    {
        Observation start = span.Start!;
        AttributeSet facts = new();
        AddRecorded(facts, start.Attributes, isEnd: false);
        AddRecorded(facts, span.End?.Attributes, isEnd: true);
        AddUnlessThere(facts, Names.Operation, Names.OperationOf(start.Kind));
        AddUnlessThere(facts, Names.Kind, Names.OpenInferenceKindOf(start.Kind));
        AddUnlessThere(facts, "baton.kind", start.Kind);
        if (start.Kind == "tool")
        {
            AddUnlessThere(facts, Names.Tool, start.Name);
            AddUnlessThere(facts, Names.ToolCall, CallOf(start));
        }
        else if (start.Kind == "agent")
        {
            AddUnlessThere(facts, Names.Agent, IsTurn(span) ? agent : start.Name);
        }

        if (span.End?.Error is not null)
        {
            // The conventions' word for an error whose kind is not known.
            AddUnlessThere(facts, Names.ErrorType, "_OTHER");
        }

        if (content.WithContent)
        {
            AddContent(facts, start.Kind, start.Input, span.End?.Output);
        }

        return facts;
    }

    /// <summary>The attributes of a moment.</summary>
    public AttributeSet OfEvent(Observation happened)
    {
        AttributeSet facts = new();
        AddRecorded(facts, happened.Attributes, isEnd: false);
        if (happened.Kind != "event")
        {
            facts.Add("baton.kind", happened.Kind);
        }

        return facts;
    }

    /// <summary>Whether it is a turn of the agent itself, after the first.</summary>
    public static bool IsTurn(RecordedSpan span) =>
        span is { Parent.Parent: null, Start: { Kind: "agent", SpanId: { } id } start }
        && start.Name.StartsWith("turn_", StringComparison.Ordinal)
        && id.StartsWith(start.TraceId, StringComparison.Ordinal);

    private void AddRecorded(AttributeSet facts, JsonElement? recorded, bool isEnd)
    {
        if (recorded is not { } json || json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            Add(facts, "baton.data", JsonAttributes.Value(json));
            return;
        }

        foreach (JsonProperty property in json.EnumerateObject())
        {
            string name = isEnd ? Convention(property.Name) : property.Name;
            AttributeRole role = AttributeSet.RoleOf(name);
            bool isTold = isEnd && (role == AttributeRole.None ? facts.Has(name) : facts.Tells(role));
            if (!isTold && name is not (Names.Service or Names.Scope))
            {
                Add(facts, name, JsonAttributes.Value(property.Value));
            }
        }
    }

    // What every observation tells of a model under the same short names.
    private static string Convention(string name) =>
        name switch
        {
            "model" => Names.Model,
            "input_tokens" => Names.InputTokens,
            "output_tokens" => Names.OutputTokens,
            "total_tokens" => Names.TotalTokens,
            "cost" => Names.Cost,
            _ => name,
        };

    private static void AddContent(AttributeSet facts, string kind, JsonElement? input, JsonElement? output)
    {
        if (input is { } asked)
        {
            (string name, string value) = kind switch
            {
                "tool" => (Names.ToolArguments, JsonAttributes.Text(asked)),
                "agent" or "generation" when Messages.IsMessages(asked) => (Names.InputMessages, asked.GetRawText()),
                "agent" or "generation" when asked.ValueKind == JsonValueKind.String => (
                    Names.InputMessages,
                    Messages.Of("user", JsonAttributes.Text(asked))
                ),
                _ => (Names.Input, JsonAttributes.Text(asked)),
            };
            AddUnlessThere(facts, name, value);
        }

        if (output is { } answered)
        {
            (string name, string value) = kind switch
            {
                "tool" => (Names.ToolResult, JsonAttributes.Text(answered)),
                "agent" or "generation" when Messages.IsMessages(answered) => (
                    Names.OutputMessages,
                    answered.GetRawText()
                ),
                "agent" or "generation" when answered.ValueKind == JsonValueKind.String => (
                    Names.OutputMessages,
                    Messages.Of("assistant", JsonAttributes.Text(answered), "stop")
                ),
                _ => (Names.Output, JsonAttributes.Text(answered)),
            };
            AddUnlessThere(facts, name, value);
        }
    }

    // The span of a call is named after the span around it and the call.
    private static string? CallOf(Observation start) =>
        start is { SpanId: { } span, ParentSpanId: { } around }
        && span.Length > around.Length + 1
        && span.StartsWith(around, StringComparison.Ordinal)
        && span[around.Length] == '-'
            ? span[(around.Length + 1)..]
            : null;

    private void Add(AttributeSet facts, string name, object? value)
    {
        if (value is not null && content.Keeps(name, value))
        {
            facts.Add(name, value);
        }
    }

    private static void AddUnlessThere(AttributeSet facts, string name, object? value)
    {
        if (value is not null && !facts.Has(name))
        {
            facts.Add(name, value);
        }
    }
}
