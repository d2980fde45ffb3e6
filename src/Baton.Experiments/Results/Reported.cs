namespace Baton.Experiments.Results;

/// <summary>Sums of numbers that are <see langword="null"/> where nobody reported them.</summary>
internal static class Reported
{
    /// <summary>The sum; a number known on one side only is kept.</summary>
    public static long? Sum(long? left, long? right) =>
        left is null ? right
        : right is null ? left
        : left + right;

    /// <inheritdoc cref="Sum(long?, long?)"/>
    public static decimal? Sum(decimal? left, decimal? right) =>
        left is null ? right
        : right is null ? left
        : left + right;
}
