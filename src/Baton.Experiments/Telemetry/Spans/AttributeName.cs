using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>
/// The name of an attribute, what is known of it, and its form in JSON. Agents use few names over and over: they are
/// kept, so that none is made or looked up for every span. Immutable and thread-safe.
/// </summary>
internal sealed class AttributeName
{
    /// <summary>More names than these are not kept; an agent may make up a new one for every span.</summary>
    private const int MostKept = 4096;

    private const int LongestKept = 256;

    private static readonly ConcurrentDictionary<string, AttributeName> _kept = new(StringComparer.Ordinal);

    private readonly JsonEncodedText _json;

    private AttributeName(string text)
    {
        Text = text;
        _json = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        (Role, Rank) = GenAiNames.RoleOf(text);
    }

    /// <summary>The name.</summary>
    public string Text { get; }

    /// <summary>What an attribute of this name tells.</summary>
    public AttributeRole Role { get; }

    /// <summary>Which name of its role it is; the lowest one counts.</summary>
    public int Rank { get; }

    /// <summary>The name of this text.</summary>
    public static AttributeName Of(string text) => _kept.TryGetValue(text, out AttributeName? kept) ? kept : Make(text);

    /// <summary>The name in UTF-8; bytes that are none become U+FFFD.</summary>
    public static AttributeName Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestKept)
        {
            return Make(Encoding.UTF8.GetString(utf8));
        }

        Span<char> text = stackalloc char[LongestKept];
        ReadOnlySpan<char> name = text[..Encoding.UTF8.GetChars(utf8, text)];
        return _kept.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out AttributeName? kept)
            ? kept
            : Make(name.ToString());
    }

    /// <summary>Writes it as a property's name.</summary>
    public void WriteTo(Utf8JsonWriter json, Func<string, string>? redact)
    {
        string shown = redact is null ? Text : redact(Text);
        if (ReferenceEquals(shown, Text))
        {
            json.WritePropertyName(_json);
        }
        else
        {
            json.WritePropertyName(shown);
        }
    }

    private static AttributeName Make(string text)
    {
        AttributeName name = new(text);
        return text.Length <= LongestKept && _kept.Count < MostKept ? _kept.GetOrAdd(text, name) : name;
    }
}
