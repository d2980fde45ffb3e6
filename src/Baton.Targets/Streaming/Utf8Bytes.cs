using System.Text;
using System.Text.Unicode;

namespace Baton.Targets.Streaming;

/// <summary>Makes bytes from elsewhere safe to read as UTF-8.</summary>
internal static class Utf8Bytes
{
    /// <summary>The same bytes when they are UTF-8, otherwise a copy with U+FFFD in place of what is not.</summary>
    public static ReadOnlyMemory<byte> Valid(ReadOnlyMemory<byte> bytes) =>
        Utf8.IsValid(bytes.Span) ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));

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
}
