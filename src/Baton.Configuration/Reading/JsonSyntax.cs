using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Baton.Configuration.Reading;

/// <summary>Says in plain words what the JSON parser stumbled over.</summary>
internal static class JsonSyntax
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n,:]}");
    private const StringComparison Is = StringComparison.Ordinal;

    public static (ConfigurationPlace Place, string Message) Explain(
        JsonException exception,
        string source,
        ReadOnlySpan<byte> utf8
    )
    {
        int line = (int)(exception.LineNumber ?? 0);
        int start = LineStart(utf8, line);
        int inLine = (int)Math.Min(exception.BytePositionInLine ?? 0, utf8.Length - start);
        int column = Encoding.UTF8.GetCharCount(utf8.Slice(start, inLine));
        return (new ConfigurationPlace(source, line + 1, column + 1), Explain(exception.Message, utf8, start + inLine));
    }

    private static string Explain(string message, ReadOnlySpan<byte> utf8, int offset)
    {
        char found = offset < utf8.Length ? (char)utf8[offset] : '\0';
        string context = message.Contains("end of string", Is) ? "text" : WordAt(utf8, offset);
        return (message, found) switch
        {
            _ when message.Contains("trailing comma", Is) =>
                "a comma before the closing bracket; JSON takes none there",
            _ when message.Contains("maximum configured depth", Is) =>
                $"nested deeper than {ReadingLimits.Depth} levels",
            (_, '/') when !message.Contains("string", Is) => "JSON has no comments; remove it, or use a `.yaml` file",
            (_, '\'') when !message.Contains("string", Is) =>
                "text and keys stand between double quotes (`\"`), not single ones",
            _ when message.Contains("JSON literal", Is) =>
                "expected `true`, `false`, `null`, a number, or text between double quotes",
            _ when message.Contains("instead reached end of data", Is) || offset >= utf8.Length => context == "text"
                ? "the text is never closed by `\"`"
                : "the file ends too early; is a bracket not closed?",
            _ when message.Contains("start of a property name", Is) =>
                $"expected a key between double quotes, found `{context}`",
            _ when message.Contains("after a property name", Is) => "expected a `:` after the key",
            _ when message.Contains("after a value", Is) => "expected a `,` or a closing bracket",
            _ when message.Contains("after a single JSON value", Is) =>
                "something follows the end of the JSON value; remove it",
            _ when message.Contains("leading zero", Is) =>
                "a number cannot begin with `0`; remove the zero, or put quotes around it",
            _ when message.Contains("escapable character", Is) =>
                "an unknown `\\` escape; write `\\\\` for a backslash",
            _ when message.Contains("within a JSON string", Is) =>
                "a line break or tab within quotes; write `\\n` or `\\t`",
            _ when message.Contains("within a number", Is) || message.Contains("end of a number", Is) =>
                "no JSON number; write it as `1`, `0.5` or `1e3`",
            _ => $"expected a value, found `{context}`; text stands between double quotes",
        };
    }

    /// <summary>What stands at a place, up to the next space or punctuation.</summary>
    private static string WordAt(ReadOnlySpan<byte> utf8, int offset)
    {
        const int longest = 20;
        string rest = Encoding.UTF8.GetString(
            utf8[Math.Min(offset, utf8.Length)..Math.Min(offset + longest, utf8.Length)]
        );
        int end = rest.AsSpan().IndexOfAny(WordEnds);
        return end switch
        {
            < 0 => rest,
            0 => rest[..1],
            _ => rest[..end],
        };
    }

    private static int LineStart(ReadOnlySpan<byte> utf8, int line)
    {
        int offset = 0;
        for (int i = 0; i < line; i++)
        {
            int next = utf8[offset..].IndexOf((byte)'\n');
            if (next < 0)
            {
                break;
            }

            offset += next + 1;
        }

        return offset;
    }
}
