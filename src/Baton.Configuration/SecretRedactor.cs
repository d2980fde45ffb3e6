using System.Buffers;
using System.Text;
using Baton.Configuration.Secrets;

namespace Baton.Configuration;

/// <summary>Takes known secrets out of texts, also where they are escaped as in JSON or a URL. Immutable and thread-safe.</summary>
public sealed class SecretRedactor
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "[redacted]";

    private readonly string[] _needles;
    private readonly byte[][] _utf8Needles;
    private readonly SearchValues<string>? _search;

    /// <summary>Knows the values gathered until now.</summary>
    public SecretRedactor(SecretCollector secrets)
    {
        _needles =
        [
            .. secrets
                .Values.SelectMany(SecretForms.Of)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(needle => needle.Length)
                .ThenBy(needle => needle, StringComparer.Ordinal),
        ];
        _utf8Needles = [.. _needles.Select(Encoding.UTF8.GetBytes)];
        _search = _needles.Length == 0 ? null : SearchValues.Create(_needles, StringComparison.Ordinal);
    }

    /// <summary>Knows no secrets.</summary>
    public static SecretRedactor None { get; } = new(new SecretCollector());

    /// <summary>Whether there is anything to take out.</summary>
    public bool KnowsAny => _utf8Needles.Length > 0;

    /// <summary>The text with each secret replaced by <see cref="Mask"/>; the same instance when there is none in it.</summary>
    public string Redact(string text)
    {
        int found = _search is null ? -1 : text.AsSpan().IndexOfAny(_search);
        if (found < 0)
        {
            return text;
        }

        StringBuilder result = new(text.Length);
        ReadOnlySpan<char> rest = text;
        while (found >= 0)
        {
            result.Append(rest[..found]).Append(Mask);
            rest = rest[found..];
            rest = rest[NeedleAtStart(rest)..];
            found = rest.IndexOfAny(_search!);
        }

        return result.Append(rest).ToString();
    }

    /// <summary>Whether there is a secret in UTF-8.</summary>
    public bool Finds(ReadOnlySpan<byte> utf8) => FirstNeedle(utf8, out _) >= 0;

    /// <summary>Writes UTF-8 with each secret replaced, unless there is none in it.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="output">Gets the masked text, or nothing.</param>
    /// <returns>Whether there was a secret and <paramref name="output"/> was written.</returns>
    public bool TryRedact(ReadOnlySpan<byte> utf8, IBufferWriter<byte> output)
    {
        int found = FirstNeedle(utf8, out int length);
        if (found < 0)
        {
            return false;
        }

        while (found >= 0)
        {
            output.Write(utf8[..found]);
            output.Write("[redacted]"u8);
            utf8 = utf8[(found + length)..];
            found = FirstNeedle(utf8, out length);
        }

        output.Write(utf8);
        return true;
    }

    private int NeedleAtStart(ReadOnlySpan<char> text)
    {
        foreach (string needle in _needles)
        {
            if (text.StartsWith(needle, StringComparison.Ordinal))
            {
                return needle.Length;
            }
        }

        return 1;
    }

    private int FirstNeedle(ReadOnlySpan<byte> utf8, out int length)
    {
        int first = -1;
        length = 0;
        foreach (byte[] needle in _utf8Needles)
        {
            ReadOnlySpan<byte> before = first < 0 ? utf8 : utf8[..Math.Min(utf8.Length, first + needle.Length)];
            int found = before.IndexOf(needle);
            if (found >= 0 && (first < 0 || found < first))
            {
                (first, length) = (found, needle.Length);
            }
        }

        return first;
    }
}
