using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Experiments.Conversations;
using Baton.Experiments.Results;
using Baton.Experiments.Telemetry.Otlp;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>What a span says in the words of observations. Its texts stay in its message until they are written.</summary>
internal sealed class SpanMeaning
{
    private readonly ReadOnlyMemory<byte> _message;
    private readonly SpanSource _source;
    private readonly bool _hasAttributes;
    private readonly MessagePart _name;
    private readonly MessagePart _model;
    private readonly MessagePart _toolCall;
    private readonly RoleValue _input;
    private readonly RoleValue _output;

    /// <summary>Understands a span.</summary>
    public SpanMeaning(in ExportedSpan span, in SpanFields fields)
    {
        _message = span.Message;
        _source = span.Source;
        _hasAttributes = fields.HasAttributes;
        ReadOnlySpan<byte> tool = fields.Text(AttributeRole.Tool);
        Kind = KindOf(fields, hasTool: !tool.IsEmpty);
        bool isTool = Kind == "tool";
        _name = Place(isTool && !tool.IsEmpty ? tool : fields.Name);
        _model = isTool ? default : Place(fields.Text(AttributeRole.Model));
        _toolCall = isTool ? Place(fields.Text(AttributeRole.ToolCall)) : default;
        _input = fields.Find(AttributeRole.Input);
        _output = fields.Find(AttributeRole.Output);
        Usage = fields.Usage();
        Error = SpanFailure.Of(fields);
    }

    /// <summary>The span's message.</summary>
    public ReadOnlySpan<byte> Message => _message.Span;

    /// <summary>The observation's kind.</summary>
    public string Kind { get; }

    /// <summary>The observation's name: the tool for a call of a tool.</summary>
    public string Name => Text(_name) ?? Kind;

    /// <summary>What was spent, or <see langword="null"/>.</summary>
    public Usage? Usage { get; }

    /// <summary>Why it failed, or <see langword="null"/>.</summary>
    public string? Error { get; }

    /// <summary>What went in, or <see langword="null"/>.</summary>
    public JsonElement? Input => Told(_input);

    /// <summary>What came out, or <see langword="null"/>.</summary>
    public JsonElement? Output => Told(_output);

    /// <summary>What ties the call of a tool to its result, where the agent told it.</summary>
    public string? ToolCall => Text(_toolCall);

    /// <summary>Writes the name.</summary>
    public void WriteName(JsonLine line)
    {
        if (_name.Length > 0)
        {
            line.Utf8Text("name"u8, _name.Of(Message));
        }
        else
        {
            line.Text("name"u8, Kind);
        }
    }

    /// <summary>Writes what went in, where it was told.</summary>
    public void WriteInput(JsonLine line) => WriteTold(line, "input"u8, _input);

    /// <summary>Writes what came out, where it was told.</summary>
    public void WriteOutput(JsonLine line) => WriteTold(line, "output"u8, _output);

    /// <summary>Writes the attributes as they came and where they came from, without input and output.</summary>
    public void WriteAttributes(JsonLine line)
    {
        if (!_hasAttributes && !_source.IsTold)
        {
            return;
        }

        line.StartObject("attributes"u8);
        OtlpJson.WriteAttributes(line.Given, Message, field: 9, _input.Utf8Name, _output.Utf8Name);
        _source.WriteTo(line);
        line.EndObject();
    }

    /// <summary>Writes model and usage under the names that every observation has them, where they were told.</summary>
    public void WriteAccount(JsonLine line)
    {
        if (_model.Length == 0 && Usage is null)
        {
            return;
        }

        line.StartObject("attributes"u8);
        if (_model.Length > 0)
        {
            line.Utf8Text("model"u8, _model.Of(Message));
        }

        line.NumberIfAny("input_tokens"u8, Usage?.InputTokens);
        line.NumberIfAny("output_tokens"u8, Usage?.OutputTokens);
        line.NumberIfAny("total_tokens"u8, Usage?.TotalTokens);
        line.NumberIfAny("cost"u8, Usage?.Cost);
        line.EndObject();
    }

    private static string KindOf(in SpanFields fields, bool hasTool) =>
        GenAiNames.KindOf(fields.Text(AttributeRole.Operation))
        ?? GenAiNames.KindOf(fields.Text(AttributeRole.Kind))
        ?? (
            hasTool ? "tool"
            : !fields.Text(AttributeRole.Model).IsEmpty ? "generation"
            : !fields.Text(AttributeRole.Agent).IsEmpty ? "agent"
            : fields.Side switch
            {
                SpanSide.Server => "server",
                SpanSide.Client => "client",
                SpanSide.Producer => "producer",
                SpanSide.Consumer => "consumer",
                _ => "chain",
            }
        );

    private JsonElement? Told(RoleValue value) =>
        value.Name is null
            ? null
            : JsonText.Value(
                (Meaning: this, Value: value),
                static (json, told) =>
                    WriteValue(new RedactedJson(json, redactor: null), told.Value.Read(told.Meaning.Message))
            );

    private void WriteTold(JsonLine line, ReadOnlySpan<byte> name, RoleValue value)
    {
        if (value.Name is not null)
        {
            line.Name(name);
            WriteValue(line.Given, value.Read(Message));
        }
    }

    // Instrumentations put objects into attributes as text of JSON.
    private static void WriteValue(RedactedJson given, AnyValue value)
    {
        if (value.IsText && JsonAsText.IsWhole(value.Bytes))
        {
            given.Value(value.Bytes);
        }
        else
        {
            OtlpJson.WriteValue(given, value, depth: 0);
        }
    }

    private MessagePart Place(ReadOnlySpan<byte> part) => MessagePart.Of(Message, part);

    private string? Text(MessagePart part) => part.Length == 0 ? null : Encoding.UTF8.GetString(part.Of(Message));
}
