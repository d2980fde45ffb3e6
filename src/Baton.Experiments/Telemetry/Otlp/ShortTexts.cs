using System.Collections.Concurrent;
using System.Text;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>
/// Makes text of UTF-8. Names of spans, models and operations come back with every span: the short ones are made once.
/// Thread-safe.
/// </summary>
internal static class ShortTexts
{
    private const int Longest = 40;

    /// <summary>More than these are not kept; an agent may also send identifiers that never come back.</summary>
    private const int MostKept = 4096;

    private static readonly ConcurrentDictionary<string, string> _kept = new(StringComparer.Ordinal);

    /// <summary>The text; bytes that are no UTF-8 become U+FFFD.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> text = stackalloc char[Longest];
        ReadOnlySpan<char> made = text[..Encoding.UTF8.GetChars(utf8, text)];
        if (_kept.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(made, out string? kept))
        {
            return kept;
        }

        string fresh = made.ToString();
        return _kept.Count < MostKept ? _kept.GetOrAdd(fresh, fresh) : fresh;
    }
}
