using System.Globalization;

namespace Baton.Configuration.Binding;

/// <summary>Checks a value against <see cref="RangeAttribute"/>.</summary>
internal static class Bounds
{
    /// <summary>What is wrong, or <see langword="null"/>.</summary>
    public static string? Broken(RangeAttribute range, object value)
    {
        TimeSpan? duration = value as TimeSpan?;
        double number = duration?.TotalSeconds ?? Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (number >= range.Minimum && number <= range.Maximum)
        {
            return null;
        }

        string minimum = Show(range.Minimum, duration is not null);
        string found = duration is { } time
            ? Duration.Format(time)
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return double.IsPositiveInfinity(range.Maximum)
            ? $"must be at least {minimum}, not {found}"
            : $"must be from {minimum} to {Show(range.Maximum, duration is not null)}, not {found}";
    }

    private static string Show(double bound, bool isDuration) =>
        isDuration
            ? Duration.Format(TimeSpan.FromSeconds(bound))
            : bound.ToString("0.############", CultureInfo.InvariantCulture);
}
