using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Templates;

/// <summary>What templates can speak of in one turn. Not thread-safe.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>input</term><description>What the user says, or the structure an input adapter made of it.</description></item>
/// <item><term>messages</term><description>Everything said, <c>input</c> last, as <c>{role, content}</c>.</description></item>
/// <item><term>persona</term><description>The persona's attributes with <c>name</c> and <c>prompt</c>, or null.</description></item>
/// <item><term>iteration</term><description>Which repetition, from 0.</description></item>
/// <item><term>turn</term><description>Which turn, from 1.</description></item>
/// <item><term>conversation</term><description><c>{id, turns, metadata}</c>; <c>turns</c> is what was said before.</description></item>
/// <item><term>context</term><description><c>{run_id, persona, iteration, turn, auto_approve, metadata, messages}</c>.</description></item>
/// <item><term>metadata</term><description>Free facts of the input; an empty object when there are none.</description></item>
/// <item><term>run_id</term><description>The run.</description></item>
/// <item><term>output</term><description>The answer; only in <c>adapters.output.template</c>.</description></item>
/// </list>
/// </remarks>
public sealed class TemplateScope
{
    private readonly ConversationContext _context;
    private readonly Turn _turn;
    private readonly JsonElement _output;
    private JsonElement[]? _elements;

    private TemplateScope(ConversationContext context, Turn turn, JsonElement output) =>
        (_context, _turn, _output) = (context, turn, output);

    /// <summary>The scope of a turn.</summary>
    public static TemplateScope From(ConversationContext context, Turn turn) => new(context, turn, default);

    /// <summary>The scope of a turn that was answered.</summary>
    internal static TemplateScope From(ConversationContext context, Turn turn, JsonElement output) =>
        new(context, turn, output);

    internal static JsonWriterOptions Writing { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a word's value.</summary>
    internal void Write(ScopeWord word, Utf8JsonWriter writer)
    {
        switch (word)
        {
            case ScopeWord.Input:
                WriteInput(writer);
                break;
            case ScopeWord.Messages:
                WriteMessages(writer, withInput: true);
                break;
            case ScopeWord.Persona:
                WritePersona(writer);
                break;
            case ScopeWord.Iteration:
                writer.WriteNumberValue(_context.Iteration);
                break;
            case ScopeWord.Turn:
                writer.WriteNumberValue(_turn.Number);
                break;
            case ScopeWord.Conversation:
                WriteConversation(writer);
                break;
            case ScopeWord.Context:
                WriteContext(writer);
                break;
            case ScopeWord.Metadata:
                WriteMetadata(writer);
                break;
            case ScopeWord.RunId:
                writer.WriteStringValue(_context.RunId);
                break;
            case ScopeWord.Output:
                WriteOutput(writer);
                break;
            default:
                throw new InvalidOperationException($"`{word}` is no word of the scope");
        }
    }

    /// <summary>A word's value as text: plain words as they are, the others as JSON, a missing persona as nothing.</summary>
    internal string? Text(ScopeWord word) =>
        word switch
        {
            ScopeWord.Input => _turn.Input,
            ScopeWord.RunId => _context.RunId,
            ScopeWord.Iteration => _context.Iteration.ToString(CultureInfo.InvariantCulture),
            ScopeWord.Turn => _turn.Number.ToString(CultureInfo.InvariantCulture),
            ScopeWord.Messages
            or ScopeWord.Persona
            or ScopeWord.Conversation
            or ScopeWord.Context
            or ScopeWord.Metadata
            or ScopeWord.Output => JsonText.Of(Element(word)),
            _ => throw new InvalidOperationException($"`{word}` is no word of the scope"),
        };

    /// <summary>A word's value to follow a path into; made once a turn.</summary>
    internal JsonElement Element(ScopeWord word)
    {
        _elements ??= new JsonElement[ScopeWords.All.Count];
        if (_elements[(int)word].ValueKind == JsonValueKind.Undefined)
        {
            ArrayBufferWriter<byte> buffer = new();
            using (Utf8JsonWriter writer = new(buffer, Writing))
            {
                Write(word, writer);
            }

            Utf8JsonReader reader = new(buffer.WrittenSpan);
            _elements[(int)word] = JsonElement.ParseValue(ref reader);
        }

        return _elements[(int)word];
    }

    private void WriteInput(Utf8JsonWriter writer)
    {
        if (_turn.InputValue is { } value)
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteStringValue(_turn.Input);
        }
    }

    private void WriteOutput(Utf8JsonWriter writer)
    {
        if (_output.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            _output.WriteTo(writer);
        }
    }

    private void WriteMessages(Utf8JsonWriter writer, bool withInput)
    {
        writer.WriteStartArray();
        WriteMessageItems(writer, withInput);
        writer.WriteEndArray();
    }

    /// <summary>Writes what was said, as items of a list that is open already.</summary>
    internal void WriteMessageItems(Utf8JsonWriter writer, bool withInput)
    {
        foreach (ChatMessage message in _turn.History)
        {
            // What tools said is the agent's own business, and its text is no part of what was said.
            if (message.Role != ChatRole.Tool)
            {
                WriteMessage(writer, message.Role.Value, message.Text);
            }
        }

        if (withInput)
        {
            WriteMessage(writer, "user", _turn.Input);
        }
    }

    internal static void WriteMessage(Utf8JsonWriter writer, string role, string content)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
        writer.WriteString("content"u8, content);
        writer.WriteEndObject();
    }

    private void WritePersona(Utf8JsonWriter writer)
    {
        if (_context.Persona is not { } persona)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("name"u8, persona.Name);
        writer.WriteString("prompt"u8, persona.Prompt);
        foreach ((string key, JsonNode? value) in persona.Attributes ?? [])
        {
            if (key is not ("name" or "prompt"))
            {
                writer.WritePropertyName(key);
                WriteNode(writer, value);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteConversation(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, _context.RunId);
        writer.WritePropertyName("turns"u8);
        WriteMessages(writer, withInput: false);
        writer.WritePropertyName("metadata"u8);
        WriteMetadata(writer);
        writer.WriteEndObject();
    }

    private void WriteContext(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("run_id"u8, _context.RunId);
        writer.WriteString("persona"u8, _context.Persona?.Name);
        writer.WriteNumber("iteration"u8, _context.Iteration);
        writer.WriteNumber("turn"u8, _turn.Number);
        if (_context.AutoApproveTools is { } approve)
        {
            writer.WriteBoolean("auto_approve"u8, approve);
        }

        writer.WritePropertyName("metadata"u8);
        WriteMetadata(writer);
        writer.WritePropertyName("messages"u8);
        WriteMessages(writer, withInput: true);
        writer.WriteEndObject();
    }

    private void WriteMetadata(Utf8JsonWriter writer) =>
        WriteNode(writer, _context.Metadata ?? (JsonNode?)new JsonObject());

    private static void WriteNode(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    }
}
