using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Baton.Configuration.Secrets;

/// <summary>The ways one secret can be spelt in output: as it is, inside JSON, inside JSON inside JSON, inside a URL.</summary>
internal static class SecretForms
{
    private const int ShortestLine = 12;

    /// <summary>All spellings of a secret; lines of a long one are secrets too, for output is seen line by line.</summary>
    public static IEnumerable<string> Of(string secret)
    {
        IEnumerable<string> lines = secret.Contains('\n', StringComparison.Ordinal)
            ? secret
                .Split('\n', StringSplitOptions.TrimEntries)
                .Where(line => line.Length >= ShortestLine && !line.StartsWith("-----", StringComparison.Ordinal))
            : [];
        return lines.Prepend(secret).SelectMany(Spellings).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Spellings(string text)
    {
        yield return text;
        yield return Uri.EscapeDataString(text);
        foreach (string escaped in Escaped(text))
        {
            yield return escaped;
            if (!string.Equals(escaped, text, StringComparison.Ordinal))
            {
                yield return JavaScriptEncoder.Default.Encode(escaped);
                yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(escaped);
            }
        }
    }

    private static IEnumerable<string> Escaped(string text)
    {
        string careful = JavaScriptEncoder.Default.Encode(text);
        string relaxed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
        yield return careful;
        yield return LowerHex(careful);
        yield return relaxed;
        yield return AsciiOnly(relaxed);
        yield return relaxed.Replace("/", "\\/", StringComparison.Ordinal);
    }

    private static string LowerHex(string escaped)
    {
        StringBuilder result = new(escaped);
        for (int i = 0; i + 5 < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                continue;
            }

            if (escaped[i + 1] == 'u')
            {
                for (int digit = i + 2; digit < i + 6; digit++)
                {
                    result[digit] = char.ToLowerInvariant(escaped[digit]);
                }
            }

            i++;
        }

        return result.ToString();
    }

    private static string AsciiOnly(string text)
    {
        StringBuilder result = new(text.Length);
        foreach (char character in text)
        {
            if (character < 127)
            {
                result.Append(character);
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
        }

        return result.ToString();
    }
}
