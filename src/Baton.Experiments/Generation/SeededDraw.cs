using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Experiments.Generation;

/// <summary>A run of choices that depends on nothing but its keys: the same on every machine, today and later.</summary>
/// <remarks>SplitMix64, started from SHA-256 over the keys. Not thread-safe, and no source of secrets.</remarks>
internal sealed class SeededDraw
{
    private ulong _state;

    /// <summary>Begins the run of choices for these keys.</summary>
    public SeededDraw(params ReadOnlySpan<string> keys)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string key in keys)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(key));
            hash.AppendData("\0"u8);
        }

        _state = BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Whether something happens that has this chance, 0 to 1.</summary>
    public bool Chance(double chance) => (Next() >> 11) * (1.0 / (1UL << 53)) < chance;

    /// <summary>One of some.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Some of many, in the order they have there.</summary>
    public IReadOnlyList<T> PickSome<T>(IReadOnlyList<T> items, int count)
    {
        int[] order = [.. Enumerable.Range(0, items.Count)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return [.. order.Take(count).Order().Select(index => items[index])];
    }

    private ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
