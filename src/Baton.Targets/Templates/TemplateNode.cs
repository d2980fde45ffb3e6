using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Baton.Targets.Templates;

/// <summary>A piece of a template. A closed set: every case stands in this file.</summary>
internal abstract record TemplateNode
{
    /// <summary>Writes the piece as JSON.</summary>
    public abstract void Write(Utf8JsonWriter writer, TemplateScope scope);

    /// <summary>The piece as text: strings as they are, everything else as JSON.</summary>
    public virtual string Text(TemplateScope scope, Func<string, string>? encodeValues)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, TemplateScope.Writing))
        {
            Write(writer, scope);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>A number, truth value or nothing, the same in every turn.</summary>
/// <param name="Json">The value as JSON.</param>
internal sealed record ConstantNode(byte[] Json) : TemplateNode
{
    private readonly string _text = Encoding.UTF8.GetString(Json);

    public override void Write(Utf8JsonWriter writer, TemplateScope scope) =>
        writer.WriteRawValue(Json, skipInputValidation: true);

    public override string Text(TemplateScope scope, Func<string, string>? encodeValues) =>
        _text == "null" ? "" : _text;
}

/// <summary>Text without paths.</summary>
/// <param name="Value">The text.</param>
internal sealed record LiteralNode(string Value) : TemplateNode
{
    private readonly JsonEncodedText _encoded = JsonEncodedText.Encode(Value, TemplateScope.Writing.Encoder);

    public override void Write(Utf8JsonWriter writer, TemplateScope scope) => writer.WriteStringValue(_encoded);

    public override string Text(TemplateScope scope, Func<string, string>? encodeValues) => Value;
}

/// <summary>A string that is one path: keeps the value's type.</summary>
/// <param name="Path">The path.</param>
internal sealed record ValueNode(ScopePath Path) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, TemplateScope scope) => Path.Write(writer, scope);

    public override string Text(TemplateScope scope, Func<string, string>? encodeValues)
    {
        string text = Path.Text(scope);
        return encodeValues is null ? text : encodeValues(text);
    }
}

/// <summary>Text with paths in it.</summary>
/// <param name="Parts">Literals and paths in order.</param>
internal sealed record MixedTextNode(IReadOnlyList<TemplateNode> Parts) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, TemplateScope scope) =>
        writer.WriteStringValue(Text(scope, encodeValues: null));

    public override string Text(TemplateScope scope, Func<string, string>? encodeValues)
    {
        StringBuilder text = new();
        foreach (TemplateNode part in Parts)
        {
            text.Append(part.Text(scope, encodeValues));
        }

        return text.ToString();
    }
}

/// <summary>An object.</summary>
/// <param name="Members">The members in order.</param>
internal sealed record ObjectNode(IReadOnlyList<KeyValuePair<string, TemplateNode>> Members) : TemplateNode
{
    private readonly (JsonEncodedText Name, TemplateNode Value)[] _members =
    [
        .. Members.Select(member => (JsonEncodedText.Encode(member.Key, TemplateScope.Writing.Encoder), member.Value)),
    ];

    public override void Write(Utf8JsonWriter writer, TemplateScope scope)
    {
        writer.WriteStartObject();
        foreach ((JsonEncodedText name, TemplateNode value) in _members)
        {
            writer.WritePropertyName(name);
            value.Write(writer, scope);
        }

        writer.WriteEndObject();
    }
}

/// <summary>A list.</summary>
/// <param name="Items">The items in order.</param>
internal sealed record ListNode(TemplateNode[] Items) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, TemplateScope scope)
    {
        writer.WriteStartArray();
        foreach (TemplateNode item in Items)
        {
            item.Write(writer, scope);
        }

        writer.WriteEndArray();
    }
}
