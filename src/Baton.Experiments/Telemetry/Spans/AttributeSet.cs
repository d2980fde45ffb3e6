using System.Text;
using System.Text.Json;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>The attributes of a span, an event or a resource, in the order in which they came.</summary>
/// <remarks>
/// A value is a string, a <see cref="bool"/>, a <see cref="long"/>, a <see cref="double"/>, bytes, a list of values, a
/// set of its own, or <see langword="null"/>.
/// </remarks>
internal sealed class AttributeSet
{
    private readonly List<KeyValuePair<AttributeName, object?>> _items = new(8);

    /// <summary>A set without attributes. Not to be added to.</summary>
    public static AttributeSet None { get; } = new();

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>All of them.</summary>
    public IReadOnlyList<KeyValuePair<AttributeName, object?>> Items => _items;

    /// <summary>Adds one.</summary>
    public void Add(AttributeName name, object? value) =>
        _items.Add(new KeyValuePair<AttributeName, object?>(name, value));

    /// <summary>Adds one.</summary>
    public void Add(string name, object? value) => Add(AttributeName.Of(name), value);

    /// <summary>The attribute that tells this, or <see langword="null"/>; of several the one whose name ranks first.</summary>
    public AttributeName? Find(AttributeRole role) => IndexOf(role) is var index and >= 0 ? _items[index].Key : null;

    /// <summary>The value that tells this, or <see langword="null"/>.</summary>
    public object? Value(AttributeRole role) => IndexOf(role) is var index and >= 0 ? _items[index].Value : null;

    /// <summary>The value that tells this, where it is text, or <see langword="null"/>.</summary>
    public string? Text(AttributeRole role) => Value(role) is string { Length: > 0 } text ? text : null;

    /// <summary>The text of this name, or <see langword="null"/>.</summary>
    public string? Text(string name)
    {
        foreach (KeyValuePair<AttributeName, object?> item in _items)
        {
            if (
                item.Value is string { Length: > 0 } text
                && string.Equals(item.Key.Text, name, StringComparison.Ordinal)
            )
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The value that tells this as a count; text of digits counts too.</summary>
    public long? Count64(AttributeRole role) =>
        Value(role) switch
        {
            long number and >= 0 => number,
            double number and >= 0 and < long.MaxValue => (long)number,
            string text when long.TryParse(text, out long number) && number >= 0 => number,
            _ => null,
        };

    /// <summary>Writes the attributes as properties.</summary>
    /// <param name="json">Gets them.</param>
    /// <param name="redact">Takes secrets out of names and texts, or <see langword="null"/>.</param>
    /// <param name="input">One that is told elsewhere and left out, or <see langword="null"/>.</param>
    /// <param name="output">Likewise.</param>
    public void WriteTo(
        Utf8JsonWriter json,
        Func<string, string>? redact,
        AttributeName? input = null,
        AttributeName? output = null
    )
    {
        foreach ((AttributeName name, object? value) in _items)
        {
            if (name != input && name != output)
            {
                name.WriteTo(json, redact);
                WriteValue(json, redact, value);
            }
        }
    }

    /// <summary>Writes one value.</summary>
    public static void WriteValue(Utf8JsonWriter json, Func<string, string>? redact, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(redact is null ? text : redact(text));
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteStringValue($"{number}");
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case IReadOnlyList<object?> list:
                json.WriteStartArray();
                foreach (object? item in list)
                {
                    WriteValue(json, redact, item);
                }

                json.WriteEndArray();
                break;
            case AttributeSet set:
                json.WriteStartObject();
                set.WriteTo(json, redact);
                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>About how many bytes they hold.</summary>
    public long Weight() => _items.Sum(static item => 48 + item.Key.Text.Length + WeightOf(item.Value));

    private int IndexOf(AttributeRole role)
    {
        int found = -1;
        for (int i = 0; i < _items.Count; i++)
        {
            (AttributeName name, object? value) = _items[i];
            if (name.Role == role && value is not null && (found < 0 || name.Rank < _items[found].Key.Rank))
            {
                found = i;
            }
        }

        return found;
    }

    private static long WeightOf(object? value) =>
        value switch
        {
            string text => Encoding.UTF8.GetMaxByteCount(text.Length) / 2,
            byte[] bytes => bytes.Length,
            IReadOnlyList<object?> list => list.Sum(static item => 16 + WeightOf(item)),
            AttributeSet set => set.Weight(),
            _ => 16,
        };
}
