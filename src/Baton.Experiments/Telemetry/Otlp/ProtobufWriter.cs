using System.Buffers.Binary;
using System.Text;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>Writes protobuf messages into memory that is used again. Not thread-safe.</summary>
/// <remarks>
/// OTLP's messages need three kinds of fields, so there is no library here: OpenTelemetry's exporter for .NET sends activities that
/// end now under identifiers it draws itself, and Google.Protobuf would come with generated code for all of OTLP.
/// </remarks>
internal sealed class ProtobufWriter
{
    private const int LongestVarint = 10;
    private const int KeptAtMost = 4 * 1024 * 1024;
    private byte[] _bytes = [];

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>What is written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The same, until something else is written.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    /// <summary>Forgets what is written.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptAtMost)
        {
            _bytes = [];
        }
    }

    /// <summary>Writes an integer of variable length.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, type: 0);
        Varint((ulong)value);
    }

    /// <summary>Writes an integer of eight bytes.</summary>
    public void FixedInteger(int field, ulong value)
    {
        Tag(field, type: 1);
        BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);
        Length += sizeof(ulong);
    }

    /// <summary>Writes a double.</summary>
    public void Double(int field, double value) => FixedInteger(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes text; halves of surrogate pairs become U+FFFD.</summary>
    public void Text(int field, string text)
    {
        Tag(field, type: 2);
        int length = Encoding.UTF8.GetByteCount(text);
        Varint((ulong)length);
        Length += Encoding.UTF8.GetBytes(text, Room(length));
    }

    /// <summary>Writes bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Tag(field, type: 2);
        Varint((ulong)bytes.Length);
        Raw(bytes);
    }

    /// <summary>Writes a message that was written by itself.</summary>
    public void Message(int field, ProtobufWriter message) => Bytes(field, message.Written);

    /// <summary>Writes the identifier of a trace.</summary>
    public void Id(int field, TraceKey trace)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, trace.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], trace.Low);
        Bytes(field, bytes);
    }

    /// <summary>Writes the identifier of a span.</summary>
    public void Id(int field, ulong span)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, span);
        Bytes(field, bytes);
    }

    /// <summary>Writes bytes as they are: fields that were written elsewhere.</summary>
    public void Raw(ReadOnlySpan<byte> fields)
    {
        fields.CopyTo(Room(fields.Length));
        Length += fields.Length;
    }

    /// <summary>Begins a message inside this one.</summary>
    /// <returns>For <see cref="End"/>.</returns>
    public int Begin(int field)
    {
        Tag(field, type: 2);
        return Length;
    }

    /// <summary>Ends a message; its length is put before it.</summary>
    public void End(int begun)
    {
        int length = Length - begun;
        int prefix = VarintLength((ulong)length);
        Room(prefix);
        _bytes.AsSpan(begun, length).CopyTo(_bytes.AsSpan(begun + prefix));
        Length = begun;
        Varint((ulong)length);
        Length += length;
    }

    private void Tag(int field, int type) => Varint((ulong)(field << 3 | type));

    private void Varint(ulong value)
    {
        Span<byte> room = Room(LongestVarint);
        int at = 0;
        for (; value >= 0x80; value >>= 7)
        {
            room[at++] = (byte)(value | 0x80);
        }

        room[at++] = (byte)value;
        Length += at;
    }

    private static int VarintLength(ulong value)
    {
        int length = 1;
        for (; value >= 0x80; value >>= 7)
        {
            length++;
        }

        return length;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, checked((int)Math.Max(Math.Max(256, _bytes.Length * 2L), Length + (long)count)));
        }

        return _bytes.AsSpan(Length);
    }
}
