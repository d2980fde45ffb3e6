using System.Text.Json;
using Baton.Agents;
using Baton.Experiments.Conversations;
using Baton.Experiments.Results;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>What a span says in the words of observations.</summary>
internal sealed class SpanMeaning
{
    private readonly ReceivedSpan _span;
    private readonly AttributeName? _input;
    private readonly AttributeName? _output;

    /// <summary>Understands a span.</summary>
    public SpanMeaning(ReceivedSpan span)
    {
        _span = span;
        AttributeSet attributes = span.Attributes;
        string? tool = attributes.Text(AttributeRole.Tool);
        Kind = KindOf(span, tool);
        Name = (Kind == "tool" ? tool : null) ?? (span.Name.Length > 0 ? span.Name : Kind);
        Model = Kind == "tool" ? null : attributes.Text(AttributeRole.Model);
        Usage = UsageOf(attributes);
        Error = ErrorOf(span);
        _input = attributes.Find(AttributeRole.Input);
        _output = attributes.Find(AttributeRole.Output);
    }

    /// <summary>The observation's kind.</summary>
    public string Kind { get; }

    /// <summary>The observation's name: the tool for a call of a tool.</summary>
    public string Name { get; }

    /// <summary>The model, or <see langword="null"/>.</summary>
    public string? Model { get; }

    /// <summary>What was spent, or <see langword="null"/>.</summary>
    public Usage? Usage { get; }

    /// <summary>Why it failed, or <see langword="null"/>.</summary>
    public string? Error { get; }

    /// <summary>What went in, or <see langword="null"/>.</summary>
    public JsonElement? Input => Told(AttributeRole.Input);

    /// <summary>What came out, or <see langword="null"/>.</summary>
    public JsonElement? Output => Told(AttributeRole.Output);

    /// <summary>What ties the call of a tool to its result, where the agent told it.</summary>
    public string? ToolCall => _span.Attributes.Text(AttributeRole.ToolCall);

    /// <summary>Writes what went in, where it was told.</summary>
    public void WriteInput(JsonLine line) => WriteTold(line, "input"u8, AttributeRole.Input);

    /// <summary>Writes what came out, where it was told.</summary>
    public void WriteOutput(JsonLine line) => WriteTold(line, "output"u8, AttributeRole.Output);

    /// <summary>Writes the attributes as they came and where they came from, without input and output.</summary>
    public void WriteAttributes(JsonLine line)
    {
        if (_span.Attributes.Count == 0 && _span.Source is { Service: null, Scope: null })
        {
            return;
        }

        line.Object(
            "attributes"u8,
            this,
            static (json, redact, meaning) =>
            {
                meaning._span.Attributes.WriteTo(json, redact, meaning._input, meaning._output);
                meaning._span.Source.WriteTo(json, redact);
            }
        );
    }

    /// <summary>Writes model and usage under the names that every observation has them, where they were told.</summary>
    public void WriteAccount(JsonLine line)
    {
        if (Model is null && Usage is null)
        {
            return;
        }

        line.StartObject("attributes"u8);
        line.TextIfAny("model"u8, Model);
        line.NumberIfAny("input_tokens"u8, Usage?.InputTokens);
        line.NumberIfAny("output_tokens"u8, Usage?.OutputTokens);
        line.NumberIfAny("total_tokens"u8, Usage?.TotalTokens);
        line.NumberIfAny("cost"u8, Usage?.Cost);
        line.EndObject();
    }

    private static string KindOf(ReceivedSpan span, string? tool)
    {
        AttributeSet attributes = span.Attributes;
        return GenAiNames.KindOf(attributes.Text(AttributeRole.Operation))
            ?? GenAiNames.KindOf(attributes.Text(AttributeRole.Kind))
            ?? (
                tool is not null ? "tool"
                : attributes.Text(AttributeRole.Model) is not null ? "generation"
                : attributes.Text(AttributeRole.Agent) is not null ? "agent"
                : span.Side switch
                {
                    SpanSide.Server => "server",
                    SpanSide.Client => "client",
                    SpanSide.Producer => "producer",
                    SpanSide.Consumer => "consumer",
                    _ => "chain",
                }
            );
    }

    private static Usage? UsageOf(AttributeSet attributes)
    {
        long? input = attributes.Count64(AttributeRole.InputTokens);
        long? output = attributes.Count64(AttributeRole.OutputTokens);
        long? total = attributes.Count64(AttributeRole.TotalTokens);
        decimal? cost = attributes.Value(AttributeRole.Cost) switch
        {
            double dollars and >= 0 and < 1e9 => (decimal)dollars,
            long dollars and >= 0 => dollars,
            _ => null,
        };
        return (input ?? output ?? total ?? cost) is null
            ? null
            : new Usage
            {
                InputTokens = input,
                OutputTokens = output,
                TotalTokens = total,
                Cost = cost,
            };
    }

    private static string? ErrorOf(ReceivedSpan span)
    {
        if (span.Failed == false)
        {
            return null;
        }

        if (span.Failed == true && !string.IsNullOrEmpty(span.StatusMessage))
        {
            return span.StatusMessage;
        }

        AttributeSet? exception = span.Events.LastOrDefault(happened => happened.Name == "exception")?.Attributes;
        string? type =
            exception?.Text("exception.type") ?? (span.Failed == true ? span.Attributes.Text("error.type") : null);
        string? message = exception?.Text("exception.message");
        return (type, message) switch
        {
            (not null, not null) => $"{type}: {message}",
            (not null, null) => type,
            (null, not null) => message,
            _ => span.Failed == true || exception is not null ? "failed" : null,
        };
    }

    private JsonElement? Told(AttributeRole role) =>
        _span.Attributes.Value(role) switch
        {
            null => null,
            string text => Parsed(text) is { } json ? json.RootElement : JsonText.Element(text),
            var value => JsonText.Value(value, static (json, value) => AttributeSet.WriteValue(json, null, value)),
        };

    private void WriteTold(JsonLine line, ReadOnlySpan<byte> name, AttributeRole role)
    {
        switch (_span.Attributes.Value(role))
        {
            case null:
                break;
            case string text when Parsed(text) is { } json:
                using (json)
                {
                    line.JsonIfAny(name, json.RootElement);
                }

                break;
            case var value:
                line.Value(name, value, AttributeSet.WriteValue);
                break;
        }
    }

    // Instrumentations put objects into attributes as text of JSON.
    private static JsonDocument? Parsed(string text)
    {
        if (text.Length < 2 || text[0] is not ('{' or '['))
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
