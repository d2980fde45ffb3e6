using System.Buffers.Text;
using System.Text.Json;

namespace Baton.Targets.Processes.JsonLines;

/// <summary>The identifier of a request on the wire: <c>req-</c> and its number, so that no other identifier is mistaken for it.</summary>
internal static class RequestId
{
    private const int LongestNumber = 19;

    private static ReadOnlySpan<byte> Prefix => "req-"u8;

    /// <summary>Writes the property <c>id</c>.</summary>
    public static void Write(Utf8JsonWriter json, long number)
    {
        Span<byte> text = stackalloc byte[Prefix.Length + LongestNumber];
        Prefix.CopyTo(text);
        Utf8Formatter.TryFormat(number, text[Prefix.Length..], out int digits);
        json.WriteString("id"u8, text[..(Prefix.Length + digits)]);
    }

    /// <summary>The number of an identifier, or <see langword="null"/> when Baton did not make it.</summary>
    /// <param name="text">The identifier without quotes.</param>
    public static long? Read(ReadOnlySpan<byte> text) =>
        text.StartsWith(Prefix)
        && Utf8Parser.TryParse(text[Prefix.Length..], out long number, out int digits)
        && digits == text.Length - Prefix.Length
        && number >= 0
            ? number
            : null;
}
