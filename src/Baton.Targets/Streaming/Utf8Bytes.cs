using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Baton.Targets.Streaming;

/// <summary>Makes bytes from elsewhere safe to read as UTF-8.</summary>
internal static class Utf8Bytes
{
    private const int High = 1;
    private const int Low = 2;

    /// <summary>The same bytes when they are UTF-8, otherwise a copy with U+FFFD in place of what is not.</summary>
    public static ReadOnlyMemory<byte> Valid(ReadOnlyMemory<byte> bytes) =>
        Utf8.IsValid(bytes.Span) ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));

    /// <summary>
    /// The bytes as JSON that can be read to the end: valid UTF-8, and no escaped half of a surrogate pair, which
    /// agents in Python and JavaScript can send and .NET does not read.
    /// </summary>
    public static ReadOnlyMemory<byte> ForJson(ReadOnlyMemory<byte> bytes)
    {
        bytes = Valid(bytes);
        if (bytes.Span.IndexOf("\\u"u8) < 0)
        {
            return bytes;
        }

        byte[]? repaired = null;
        int at = 0;
        while (bytes.Span[at..].IndexOf((byte)'\\') is var next and >= 0)
        {
            at += next;
            ReadOnlySpan<byte> rest = bytes.Span[at..];
            int half = SurrogateAt(rest);
            if (half == High && SurrogateAt(rest[6..]) == Low)
            {
                at += 12;
            }
            else if (half != 0)
            {
                repaired ??= bytes.ToArray();
                "fffd"u8.CopyTo(repaired.AsSpan(at + 2));
                at += 6;
            }
            else
            {
                at = Math.Min(at + 2, bytes.Length);
            }
        }

        return repaired ?? bytes;
    }

    /// <summary>The start of the bytes as one line of text for a message, at most 500 characters.</summary>
    public static string Start(ReadOnlySpan<byte> bytes)
    {
        const int longest = 500;
        // A character takes up to four bytes; what is cut off in the middle is past the text's end anyway.
        string text = Encoding
            .UTF8.GetString(bytes[..Math.Min(bytes.Length, longest * 4)])
            .ReplaceLineEndings(" ")
            .Trim();
        if (text.Length <= longest)
        {
            return text;
        }

        int cut = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return string.Concat(text.AsSpan(0, cut), "…");
    }

    /// <summary>Which half of a surrogate pair is escaped at the start of the bytes, if any.</summary>
    private static int SurrogateAt(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 6
        && bytes.StartsWith("\\u"u8)
        && Utf8Parser.TryParse(bytes[2..6], out ushort unit, out int read, 'x')
        && read == 4
            ? char.IsHighSurrogate((char)unit)
                ? High
                : char.IsLowSurrogate((char)unit)
                    ? Low
                    : 0
            : 0;
}
