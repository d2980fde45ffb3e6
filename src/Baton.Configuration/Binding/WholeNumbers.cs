using System.Numerics;

namespace Baton.Configuration.Binding;

/// <summary>The integer types a setting can have, and what fits into each.</summary>
internal static class WholeNumbers
{
    private static readonly Dictionary<Type, (BigInteger Minimum, BigInteger Maximum)> Bounds = new()
    {
        [typeof(byte)] = (byte.MinValue, byte.MaxValue),
        [typeof(short)] = (short.MinValue, short.MaxValue),
        [typeof(ushort)] = (ushort.MinValue, ushort.MaxValue),
        [typeof(int)] = (int.MinValue, int.MaxValue),
        [typeof(uint)] = (uint.MinValue, uint.MaxValue),
        [typeof(long)] = (long.MinValue, long.MaxValue),
        [typeof(ulong)] = (ulong.MinValue, ulong.MaxValue),
    };

    public static bool Knows(Type type) => Bounds.ContainsKey(type);

    public static (BigInteger Minimum, BigInteger Maximum) BoundsOf(Type type) => Bounds[type];

    /// <summary>The value as the type, or <see langword="null"/> when it does not fit.</summary>
    public static object? Fit(BigInteger value, Type type)
    {
        (BigInteger minimum, BigInteger maximum) = Bounds[type];
        if (value < minimum || value > maximum)
        {
            return null;
        }

        return type == typeof(ulong) ? (ulong)value : Convert.ChangeType((long)value, type, provider: null);
    }
}
