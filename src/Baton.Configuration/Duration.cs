using System.Buffers;
using System.Globalization;
using System.Text;

namespace Baton.Configuration;

/// <summary>
/// Durations as people write them: <c>200ms</c>, <c>60s</c>, <c>2m</c>, <c>1h</c>, <c>1d</c>, parts from large to small
/// (<c>1h30m</c>), fractions (<c>1.5s</c>); a plain number is seconds. Never negative.
/// </summary>
public static class Duration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>Reads a duration, exact to 100 ns.</summary>
    /// <param name="text">The text; spaces around it do not count.</param>
    /// <param name="duration">The duration, or zero.</param>
    /// <returns>Whether the text is a duration that a <see cref="TimeSpan"/> can hold.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        ReadOnlySpan<char> rest = text.Trim();
        if (rest.IsEmpty)
        {
            return false;
        }

        decimal ticks = 0;
        int nextUnit = 0;
        bool plainNumber = !rest.ContainsAnyExcept(NumberCharacters);
        while (!rest.IsEmpty)
        {
            int numberEnd = rest.IndexOfAnyExcept(NumberCharacters);
            ReadOnlySpan<char> number = numberEnd < 0 ? rest : rest[..numberEnd];
            rest = rest[number.Length..];
            int unitEnd = rest.IndexOfAny(NumberCharacters);
            ReadOnlySpan<char> unit =
                plainNumber ? "s"
                : unitEnd < 0 ? rest
                : rest[..unitEnd];
            rest = plainNumber ? rest : rest[unit.Length..];
            int index = IndexOf(unit);
            if (
                index < nextUnit
                || !decimal.TryParse(
                    number,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out decimal value
                )
                || value > TimeSpan.MaxValue.Ticks
            )
            {
                return false;
            }

            nextUnit = index + 1;
            ticks += value * Units[index].Ticks;
        }

        if (ticks > TimeSpan.MaxValue.Ticks)
        {
            return false;
        }

        duration = new TimeSpan((long)decimal.Round(ticks));
        return true;
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> reads the same back, for example <c>1h30m</c> or <c>250ms</c>.</summary>
    /// <param name="duration">The duration, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        StringBuilder text = new();
        long ticks = duration.Ticks;
        foreach ((string unit, long size) in Units.AsSpan(0, Units.Length - 1))
        {
            if (ticks >= size)
            {
                text.Append(ticks / size).Append(unit);
                ticks %= size;
            }
        }

        if (ticks > 0)
        {
            decimal milliseconds = (decimal)ticks / TimeSpan.TicksPerMillisecond;
            text.Append(milliseconds.ToString("0.####", CultureInfo.InvariantCulture)).Append("ms");
        }

        return text.ToString();
    }

    private static int IndexOf(ReadOnlySpan<char> unit)
    {
        for (int i = 0; i < Units.Length; i++)
        {
            if (unit.SequenceEqual(Units[i].Unit))
            {
                return i;
            }
        }

        return -1;
    }
}
