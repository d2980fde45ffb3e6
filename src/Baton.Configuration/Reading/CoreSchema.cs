using System.Globalization;
using System.Numerics;

namespace Baton.Configuration.Reading;

/// <summary>What a plain scalar means in the core schema of YAML 1.2.</summary>
internal static class CoreSchema
{
    public static ScalarKind KindOf(ReadOnlySpan<char> text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
            _ when IsInteger(text) => ScalarKind.Integer,
            _ when IsNumber(text) => ScalarKind.Number,
            _ => ScalarKind.Text,
        };

    /// <summary>Whether a scalar of kind <see cref="ScalarKind.Boolean"/> is true.</summary>
    public static bool IsTrue(string text) => text.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a scalar of kind <see cref="ScalarKind.Integer"/>.</summary>
    public static BigInteger Integer(string text) =>
        text switch
        {
            ['0', 'o', ..] => text.AsSpan(2)
                .ToString()
                .Aggregate(BigInteger.Zero, (sum, digit) => (sum * 8) + (digit - '0')),
            ['0', 'x', ..] => BigInteger.Parse(
                "0" + text[2..],
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture
            ),
            _ => BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        };

    /// <summary>Reads a scalar of kind <see cref="ScalarKind.Integer"/> or <see cref="ScalarKind.Number"/>.</summary>
    public static double Number(string text)
    {
        ReadOnlySpan<char> unsigned = text.AsSpan().TrimStart("+-");
        return unsigned switch
        {
            ".nan" or ".NaN" or ".NAN" => double.NaN,
            ".inf" or ".Inf" or ".INF" => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            ['0', 'o' or 'x', ..] => (double)Integer(text),
            _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
    }

    private static bool IsInteger(ReadOnlySpan<char> text) =>
        text switch
        {
            ['0', 'o', .. var digits] => digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '7'),
            ['0', 'x', .. var digits] => digits.Length > 0 && IsHexadecimal(digits),
            ['+' or '-', .. var digits] => digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9'),
            _ => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9'),
        };

    private static bool IsHexadecimal(ReadOnlySpan<char> digits)
    {
        foreach (char digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text is ".nan" or ".NaN" or ".NAN")
        {
            return true;
        }

        ReadOnlySpan<char> rest = text is ['+' or '-', .. var unsigned] ? unsigned : text;
        if (rest is ".inf" or ".Inf" or ".INF")
        {
            return true;
        }

        int whole = DigitsAtStart(rest);
        rest = rest[whole..];
        int fraction = 0;
        if (rest is ['.', .. var afterPoint])
        {
            fraction = DigitsAtStart(afterPoint);
            rest = afterPoint[fraction..];
        }

        if (whole + fraction == 0)
        {
            return false;
        }

        if (rest is ['e' or 'E', .. var exponent])
        {
            rest = exponent is ['+' or '-', .. var digits] ? digits : exponent;
            return rest.Length > 0 && DigitsAtStart(rest) == rest.Length;
        }

        return rest.IsEmpty;
    }

    private static int DigitsAtStart(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
