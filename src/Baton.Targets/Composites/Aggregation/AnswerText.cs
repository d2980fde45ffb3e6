using System.Globalization;
using System.Text;

namespace Baton.Targets.Composites.Aggregation;

/// <summary>Answers as they are compared and counted.</summary>
internal static class AnswerText
{
    private const decimal Largest = 1e24m;
    private const int Digits = 12;

    /// <summary>Text in which case, white space and punctuation at the ends make no difference.</summary>
    public static string Normalised(string text)
    {
        StringBuilder kept = new(text.Length);
        foreach (string word in text.Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            kept.Append(kept.Length > 0 ? " " : "").Append(word.ToLowerInvariant());
        }

        string joined = kept.ToString();
        string bare = joined.Trim('.', '!', '?', ',', ';', ':', '"', '\'', '`', '*', ' ');
        return bare.Length > 0 ? bare : joined;
    }

    /// <summary>The number an answer is, or <see langword="null"/> when it is none or beyond 10²⁴.</summary>
    public static decimal? Number(string text) =>
        decimal.TryParse(
            text.AsSpan().Trim().TrimEnd('.'),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out decimal number
        )
        && Math.Abs(number) <= Largest
            ? number
            : null;

    /// <summary>A number as an answer: at most twelve digits after the point, none of them idle.</summary>
    public static string Of(decimal number) =>
        Math.Round(number, Digits).ToString("0.############", CultureInfo.InvariantCulture);
}
