using System.Text.Json;
using Baton.Agents;
using Baton.Experiments.Conversations;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>What a span says in the words of observations.</summary>
internal sealed class SpanMeaning
{
    private readonly ReceivedSpan _span;
    private readonly string? _input;
    private readonly string? _output;

    /// <summary>Understands a span.</summary>
    public SpanMeaning(ReceivedSpan span)
    {
        _span = span;
        AttributeSet attributes = span.Attributes;
        string? tool = attributes.Text(GenAiNames.Tool);
        Kind = KindOf(span, tool);
        Name = (Kind == "tool" ? tool : null) ?? (span.Name.Length > 0 ? span.Name : Kind);
        Model = Kind == "tool" ? null : attributes.Text(GenAiNames.Model);
        Usage = UsageOf(attributes);
        Error = ErrorOf(span);
        _input = Array.Find(GenAiNames.Input, name => attributes.Value(name) is not null);
        _output = Array.Find(GenAiNames.Output, name => attributes.Value(name) is not null);
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
    public JsonElement? Input => Told(_input);

    /// <summary>What came out, or <see langword="null"/>.</summary>
    public JsonElement? Output => Told(_output);

    /// <summary>What ties the call of a tool to its result, where the agent told it.</summary>
    public string? ToolCall => _span.Attributes.Text(GenAiNames.ToolCall);

    /// <summary>The attributes as they came and where they came from, without input and output.</summary>
    public JsonElement? Attributes()
    {
        SpanSource source = _span.Source;
        if (_span.Attributes.Count == 0 && source is { Service: null, Scope: null })
        {
            return null;
        }

        return JsonText.Object(json =>
        {
            _span.Attributes.WriteTo(json, name => name == _input || name == _output);
            WriteText(json, "service.name", source.Service);
            WriteText(json, "otel.scope.name", source.Scope);
        });
    }

    /// <summary>Model and usage under the names that every observation has them, or <see langword="null"/>.</summary>
    public JsonElement? Account() =>
        Model is null && Usage is null
            ? null
            : JsonText.Object(json =>
            {
                WriteText(json, "model", Model);
                WriteNumber(json, "input_tokens", Usage?.InputTokens);
                WriteNumber(json, "output_tokens", Usage?.OutputTokens);
                WriteNumber(json, "total_tokens", Usage?.TotalTokens);
                WriteNumber(json, "cost", Usage?.Cost);
            });

    private static string KindOf(ReceivedSpan span, string? tool)
    {
        AttributeSet attributes = span.Attributes;
        return GenAiNames.KindOf(attributes.Text(GenAiNames.Operation))
            ?? GenAiNames.KindOf(attributes.Text(GenAiNames.Kind))
            ?? (
                tool is not null ? "tool"
                : attributes.Text(GenAiNames.Model) is not null ? "generation"
                : attributes.Text(GenAiNames.Agent) is not null ? "agent"
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
        long? input = attributes.Count64(GenAiNames.InputTokens);
        long? output = attributes.Count64(GenAiNames.OutputTokens);
        long? total = attributes.Count64(GenAiNames.TotalTokens);
        decimal? cost = attributes.Value(GenAiNames.Cost) switch
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

    // Instrumentations put objects into attributes as text of JSON.
    private JsonElement? Told(string? name)
    {
        if (name is null)
        {
            return null;
        }

        object? value = _span.Attributes.Value(name);
        if (value is string { Length: > 1 } text && text[0] is '{' or '[')
        {
            try
            {
                return JsonElement.Parse(text);
            }
            catch (JsonException)
            {
                return JsonText.Element(text);
            }
        }

        return value is string plain ? JsonText.Element(plain) : JsonText.Value(value, AttributeSet.WriteValue);
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
