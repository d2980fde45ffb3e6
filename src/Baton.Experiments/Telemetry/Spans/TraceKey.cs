using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>The 16 bytes of a W3C trace identifier.</summary>
/// <param name="High">The first eight bytes, most significant first.</param>
/// <param name="Low">The other eight.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TraceKey(ulong High, ulong Low)
{
    /// <summary>Whether it names no trace.</summary>
    public bool IsNone => High == 0 && Low == 0;

    /// <summary>Reads 16 bytes; anything else names no trace.</summary>
    public static TraceKey Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 16
            ? new TraceKey(
                BinaryPrimitives.ReadUInt64BigEndian(bytes),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])
            )
            : default;

    /// <summary>Reads the eight bytes of a span's identifier; anything else is 0, which names no span.</summary>
    public static ulong ReadSpan(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;

    /// <summary>The 32 hexadecimal digits.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";
}
