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
    private readonly List<KeyValuePair<string, object?>> _items = [];

    /// <summary>A set without attributes. Not to be added to.</summary>
    public static AttributeSet None { get; } = new();

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>All of them.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Items => _items;

    /// <summary>Adds one.</summary>
    public void Add(string name, object? value) => _items.Add(new KeyValuePair<string, object?>(name, value));

    /// <summary>The value of the first of these names that is there, or <see langword="null"/>.</summary>
    public object? Value(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            foreach (KeyValuePair<string, object?> item in _items)
            {
                if (string.Equals(item.Key, name, StringComparison.Ordinal) && item.Value is not null)
                {
                    return item.Value;
                }
            }
        }

        return null;
    }

    /// <summary>The first of these names that has text, or <see langword="null"/>.</summary>
    public string? Text(params ReadOnlySpan<string> names) => Value(names) is string { Length: > 0 } text ? text : null;

    /// <summary>The first of these names as a count; text of digits counts too.</summary>
    public long? Count64(params ReadOnlySpan<string> names) =>
        Value(names) switch
        {
            long number and >= 0 => number,
            double number and >= 0 and < long.MaxValue => (long)number,
            string text when long.TryParse(text, out long number) && number >= 0 => number,
            _ => null,
        };

    /// <summary>Writes the attributes as properties, without those that are told elsewhere.</summary>
    public void WriteTo(Utf8JsonWriter json, Func<string, bool>? leaveOut = null)
    {
        foreach ((string name, object? value) in _items)
        {
            if (leaveOut?.Invoke(name) != true)
            {
                json.WritePropertyName(name);
                WriteValue(json, value);
            }
        }
    }

    /// <summary>Writes one value.</summary>
    public static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
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
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                break;
            case AttributeSet set:
                json.WriteStartObject();
                set.WriteTo(json);
                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>About how many bytes they hold.</summary>
    public long Weight() => _items.Sum(static item => 48 + item.Key.Length + WeightOf(item.Value));

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
