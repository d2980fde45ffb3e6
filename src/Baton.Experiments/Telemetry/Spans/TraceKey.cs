using System.Buffers.Binary;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>The 16 bytes of a W3C trace identifier.</summary>
/// <param name="High">The first eight bytes, most significant first.</param>
/// <param name="Low">The other eight.</param>
/// <remarks>A reference, for which dictionaries are compiled beforehand: an experiment may be over before they are at run time.</remarks>
internal sealed record TraceKey(ulong High, ulong Low)
{
    private static readonly TraceKey _none = new(0, 0);

    /// <summary>Names no trace.</summary>
    public static TraceKey None => _none;

    /// <summary>Whether it names no trace.</summary>
    public bool IsNone => High == 0 && Low == 0;

    /// <summary>Reads 16 bytes; anything else names no trace.</summary>
    public static TraceKey Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 16
            ? new TraceKey(
                BinaryPrimitives.ReadUInt64BigEndian(bytes),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])
            )
            : _none;

    /// <summary>Whether these bytes are this trace's identifier.</summary>
    public bool Names(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 16
        && BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) == Low
        && BinaryPrimitives.ReadUInt64BigEndian(bytes) == High;

    /// <summary>Reads the eight bytes of a span's identifier; anything else is 0, which names no span.</summary>
    public static ulong ReadSpan(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;

    /// <summary>The 32 hexadecimal digits.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";
}
