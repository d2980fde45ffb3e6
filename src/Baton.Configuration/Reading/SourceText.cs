using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Baton.Configuration.Reading;

/// <summary>Tells text from everything else before a parser sees it.</summary>
internal static class SourceText
{
    private static readonly SearchValues<byte> ControlBytes = SearchValues.Create([
        .. Enumerable.Range(0, 32).Where(value => value is not ('\t' or '\n' or '\r')).Select(value => (byte)value),
    ]);

    /// <summary>Drops a byte order mark and refuses what is no UTF-8 text.</summary>
    public static bool TryDecode(string source, ref ReadOnlySpan<byte> utf8, ConfigurationErrors errors)
    {
        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }
        else if (utf8 is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            errors.Add(new ConfigurationPlace(source, 1, 1), "", "is UTF-16; save it as UTF-8");
            return false;
        }

        int control = utf8.IndexOfAny(ControlBytes);
        int invalid = Utf8.IsValid(utf8) ? -1 : FirstInvalid(utf8);
        int first = control < 0 || (invalid >= 0 && invalid < control) ? invalid : control;
        if (first < 0)
        {
            return true;
        }

        string problem =
            first == invalid
                ? $"byte 0x{utf8[first]:X2} is not UTF-8; save the file as UTF-8"
                : $"control character 0x{utf8[first]:X2}; is this a text file?";
        errors.Add(PlaceOf(source, utf8, first), "", problem);
        return false;
    }

    /// <summary>The place of a byte.</summary>
    public static ConfigurationPlace PlaceOf(string source, ReadOnlySpan<byte> utf8, int offset)
    {
        ReadOnlySpan<byte> before = utf8[..offset];
        int line = before.Count((byte)'\n') + 1;
        ReadOnlySpan<byte> lineStart = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return new ConfigurationPlace(source, line, Encoding.UTF8.GetCharCount(lineStart) + 1);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        int offset = 0;
        while (
            offset < utf8.Length && Rune.DecodeFromUtf8(utf8[offset..], out _, out int length) == OperationStatus.Done
        )
        {
            offset += length;
        }

        return offset;
    }
}
