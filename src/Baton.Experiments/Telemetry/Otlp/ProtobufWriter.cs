using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>Writes the fields of one protobuf message. Not thread-safe.</summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _message = new();

    /// <summary>The message so far.</summary>
    public ReadOnlySpan<byte> Written => _message.WrittenSpan;

    /// <summary>Writes a field of bytes, or of a message.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)bytes.Length);
        _message.Write(bytes);
    }

    /// <summary>Writes a field of text.</summary>
    public void Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a field that is a message of its own.</summary>
    public void Message(int field, ProtobufWriter message) => Bytes(field, message.Written);

    /// <summary>Writes a 64-bit integer of variable length.</summary>
    public void Integer(int field, long number)
    {
        Varint((ulong)field << 3);
        Varint((ulong)number);
    }

    /// <summary>Writes a 64-bit integer of fixed length.</summary>
    public void FixedInteger(int field, ulong number)
    {
        Varint(((ulong)field << 3) | 1);
        BinaryPrimitives.WriteUInt64LittleEndian(_message.GetSpan(sizeof(ulong)), number);
        _message.Advance(sizeof(ulong));
    }

    /// <summary>Writes a double.</summary>
    public void Double(int field, double number) => FixedInteger(field, BitConverter.DoubleToUInt64Bits(number));

    private void Varint(ulong value)
    {
        Span<byte> room = _message.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            room[length++] = (byte)(value | 0x80);
        }

        room[length++] = (byte)value;
        _message.Advance(length);
    }
}
