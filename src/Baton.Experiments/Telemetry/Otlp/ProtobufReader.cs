using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>Reads the fields of one protobuf message, in the order in which they stand.</summary>
/// <remarks>
/// A field that is not taken by its value is passed over by the next <see cref="Next"/>. A field of another wire type
/// than the one asked for is malformed. Works on the bytes given; copies nothing.
/// </remarks>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int GroupStart = 3;
    private const int GroupEnd = 4;
    private const int Fixed32 = 5;
    private const int MostNestedGroups = 32;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;
    private int _type = -1;

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field; <see langword="false"/> at the end of the message.</summary>
    /// <exception cref="MalformedTelemetryException">The bytes are no protobuf message.</exception>
    public bool Next()
    {
        if (_type >= 0)
        {
            Skip(_type, Field, depth: 0);
        }

        if (_at == _message.Length)
        {
            _type = -1;
            return false;
        }

        (Field, _type) = ReadTag();
        return true;
    }

    /// <summary>The field's bytes: a string, bytes or a message inside this one.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(Delimited);
        return Take(ReadLength());
    }

    /// <summary>The field's text; bytes that are no UTF-8 become U+FFFD.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>The field as a 64-bit integer of variable length.</summary>
    public long Integer()
    {
        Expect(Varint);
        return (long)ReadVarint();
    }

    /// <summary>The field as a 64-bit integer of fixed length.</summary>
    public ulong FixedInteger()
    {
        Expect(Fixed64);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }

    /// <summary>The field as a double.</summary>
    public double Double() => BitConverter.UInt64BitsToDouble(FixedInteger());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Expect(int type)
    {
        if (_type != type)
        {
            ThrowOtherType(type);
        }

        _type = -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (int Field, int Type) ReadTag()
    {
        ulong tag = ReadVarint();
        if (tag is < 8 or > uint.MaxValue)
        {
            ThrowNoTag(tag);
        }

        return ((int)(tag >> 3), (int)(tag & 7));
    }

    private void Skip(int type, int field, int depth)
    {
        switch (type)
        {
            case Varint:
                ReadVarint();
                break;
            case Fixed64:
                Take(8);
                break;
            case Delimited:
                Take(ReadLength());
                break;
            case Fixed32:
                Take(4);
                break;
            case GroupStart when depth < MostNestedGroups:
                SkipGroup(field, depth);
                break;
            default:
                throw new MalformedTelemetryException($"field {field} has wire type {type}");
        }
    }

    // Groups are long out of use, but a reader passes over what it does not know.
    private void SkipGroup(int group, int depth)
    {
        while (true)
        {
            (int field, int type) = ReadTag();
            if (type != GroupEnd)
            {
                Skip(type, field, depth + 1);
            }
            else if (field == group)
            {
                return;
            }
            else
            {
                throw new MalformedTelemetryException($"group {group} is ended as {field}");
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadLength()
    {
        ulong length = ReadVarint();
        if (length > (ulong)(_message.Length - _at))
        {
            ThrowFieldCutOff();
        }

        return (int)length;
    }

    // Tags, lengths and most numbers are one byte.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadVarint()
    {
        if ((uint)_at < (uint)_message.Length && _message[_at] is < 0x80 and byte value)
        {
            _at++;
            return value;
        }

        return ReadLongVarint();
    }

    private ulong ReadLongVarint()
    {
        ulong value = 0;
        for (int i = 0; i < 10; i++)
        {
            if (_at >= _message.Length)
            {
                throw new MalformedTelemetryException("the message is cut off");
            }

            byte next = _message[_at++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new MalformedTelemetryException("a number is longer than 10 bytes");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _message.Length - _at)
        {
            ThrowCutOff();
        }

        ReadOnlySpan<byte> taken = _message.Slice(_at, length);
        _at += length;
        return taken;
    }

    [DoesNotReturn]
    private readonly void ThrowOtherType(int type) =>
        throw new MalformedTelemetryException($"field {Field} has wire type {_type}, not {type}");

    [DoesNotReturn]
    private readonly void ThrowFieldCutOff() => throw new MalformedTelemetryException($"field {Field} is cut off");

    [DoesNotReturn]
    private static void ThrowNoTag(ulong tag) => throw new MalformedTelemetryException($"{tag} is no tag of a field");

    [DoesNotReturn]
    private static void ThrowCutOff() => throw new MalformedTelemetryException("the message is cut off");
}
