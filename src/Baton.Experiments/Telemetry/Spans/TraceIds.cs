using System.Security.Cryptography;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>
/// Makes the trace of each run of a sitting. All share their first half, so that a span which comes too late is told
/// from one that was never of this sitting. Thread-safe.
/// </summary>
/// <param name="sitting">The shared half, drawn anew for each sitting and not 0.</param>
/// <param name="seed">What the other halves are made from.</param>
internal sealed class TraceIds(ulong sitting, ulong seed)
{
    private long _made;

    /// <summary>Draws a sitting that no other one has drawn.</summary>
    public static TraceIds Draw()
    {
        Span<byte> drawn = stackalloc byte[16];
        RandomNumberGenerator.Fill(drawn);
        return new TraceIds(BitConverter.ToUInt64(drawn) | 1, BitConverter.ToUInt64(drawn[8..]));
    }

    /// <summary>The next trace, and a span in it that stands for the run.</summary>
    public (TraceKey Trace, ulong Span) Next()
    {
        ulong number = (ulong)Interlocked.Increment(ref _made);
        return (new TraceKey(sitting, Mix(seed + number)), Mix(~seed + number) | 1);
    }

    /// <summary>Whether a trace is of this sitting.</summary>
    public bool IsOurs(TraceKey trace) => trace.High == sitting;

    // One-to-one, so that no two runs meet; spread over all bits, for samplers look at some of them.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
