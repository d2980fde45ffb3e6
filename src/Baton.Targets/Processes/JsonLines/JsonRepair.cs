using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Baton.Targets.Processes.JsonLines;

/// <summary>Makes a line of JSON safe to read: what is no Unicode becomes U+FFFD instead of an exception later on.</summary>
internal static class JsonRepair
{
    /// <summary>
    /// The line itself where it is valid UTF-8, otherwise a copy. Halves of surrogate pairs written as escapes, which
    /// Python programs can send, are replaced in place.
    /// </summary>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> line)
    {
        ReadOnlyMemory<byte> valid = Utf8.IsValid(line.Span)
            ? line
            : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line.Span));
        if (valid.Span.IndexOf("\\u"u8) >= 0)
        {
            ReplaceLoneSurrogates(MemoryMarshal.AsMemory(valid).Span);
        }

        return valid;
    }

    private static void ReplaceLoneSurrogates(Span<byte> json)
    {
        int at = 0;
        while (NextEscape(json, at) is { } found)
        {
            at = found + 6;
            char first = CodeUnit(json[found..]);
            if (
                char.IsHighSurrogate(first)
                && json[at..].StartsWith("\\u"u8)
                && char.IsLowSurrogate(CodeUnit(json[at..]))
            )
            {
                at += 6;
            }
            else if (char.IsSurrogate(first))
            {
                "\\ufffd"u8.CopyTo(json[found..]);
            }
        }
    }

    private static int? NextEscape(ReadOnlySpan<byte> json, int from)
    {
        while (from < json.Length)
        {
            int backslash = json[from..].IndexOf((byte)'\\');
            if (backslash < 0 || from + backslash + 6 > json.Length)
            {
                return null;
            }

            from += backslash;
            if (json[from + 1] == 'u')
            {
                return from;
            }

            from += 2;
        }

        return null;
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape) =>
        escape.Length >= 6 && Utf8Parser.TryParse(escape[2..6], out ushort unit, out int length, 'x') && length == 4
            ? (char)unit
            : '\0';
}
