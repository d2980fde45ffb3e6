using System.Numerics;

namespace Baton.Experiments.Comparison.Statistics;

/// <summary>
/// The generator xoshiro256** of D. Blackman and S. Vigna: resampling needs hundreds of millions of numbers, the same on every
/// machine for the same seed. Not thread-safe.
/// </summary>
internal sealed class Xoshiro256
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Spreads a seed over the state with SplitMix64, as the authors advise.</summary>
    public Xoshiro256(ulong seed)
        : this(Mix(seed, 1), Mix(seed, 2), Mix(seed, 3), Mix(seed, 4)) { }

    /// <summary>Begins with a state of one's own; not all parts may be 0.</summary>
    internal Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number from 0 to below <paramref name="bound"/>; its bias of <paramref name="bound"/> in 2^32 is of no matter here.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>The n-th number SplitMix64 makes of a seed, from 1.</summary>
    internal static ulong Mix(ulong seed, ulong step)
    {
        ulong z = unchecked(seed + step * 0x9E3779B97F4A7C15UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
