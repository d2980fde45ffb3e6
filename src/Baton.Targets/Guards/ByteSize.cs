using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Baton.Targets.Guards;

/// <summary>A number of bytes, written <c>1048576</c>, <c>512KiB</c>, <c>64MB</c> or <c>2GiB</c>.</summary>
/// <param name="Bytes">The bytes, at least 1.</param>
public sealed partial record ByteSize(long Bytes) : IParsable<ByteSize>
{
    /// <inheritdoc/>
    public static ByteSize Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out ByteSize? size)
            ? size
            : throw new FormatException(
                $"`{s}` is no size; write a number of bytes, or one with KB, KiB, MB, MiB, GB, GiB"
            );

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out ByteSize result
    )
    {
        result = null;
        Match match = Pattern().Match(s ?? "");
        if (!match.Success || !double.TryParse(match.Groups[1].ValueSpan, out double number))
        {
            return false;
        }

        double factor = match.Groups[2].Value.ToUpperInvariant() switch
        {
            "KB" => 1e3,
            "MB" => 1e6,
            "GB" => 1e9,
            "KIB" => 1024,
            "MIB" => 1024 * 1024,
            "GIB" => 1024d * 1024 * 1024,
            _ => 1,
        };
        double bytes = number * factor;
        if (bytes is < 1 or > long.MaxValue / 2d)
        {
            return false;
        }

        result = new ByteSize((long)bytes);
        return true;
    }

    [GeneratedRegex(@"\A\s*(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|KiB|MiB|GiB)?\s*\z", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Pattern();
}
