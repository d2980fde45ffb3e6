using System.Buffers;
using System.Text;

namespace Baton.Topologies.Postgres;

/// <summary>Texts as PostgreSQL can keep them.</summary>
internal static class PostgresText
{
    private static readonly SearchValues<char> _suspects = SearchValues.Create([
        .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code),
        '\0',
    ]);

    /// <summary>A text with <c>U+FFFD</c> in place of what cannot be kept: NUL, and halves of surrogate pairs.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(_suspects))
        {
            return text;
        }

        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return clean.ToString();
    }
}
