using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Baton.Targets.Queues.Redis.Resp;

/// <summary>One word of a command: text, bytes or a number.</summary>
internal readonly struct RespArgument
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private RespArgument(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>Text in UTF-8.</summary>
    public static implicit operator RespArgument(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes as they are; must not change until the command was answered.</summary>
    public static implicit operator RespArgument(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>A number in digits.</summary>
    public static implicit operator RespArgument(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes a command as the protocol has it: a list of bulk strings.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<RespArgument> command)
    {
        WriteHead(output, (byte)'*', command.Length);
        foreach (RespArgument argument in command)
        {
            WriteHead(output, (byte)'$', argument._bytes.Length);
            output.Write(argument._bytes.Span);
            output.Write("\r\n"u8);
        }
    }

    private static void WriteHead(IBufferWriter<byte> output, byte type, int count)
    {
        Span<byte> line = output.GetSpan(16);
        line[0] = type;
        Utf8Formatter.TryFormat(count, line[1..], out int digits);
        "\r\n"u8.CopyTo(line[(1 + digits)..]);
        output.Advance(digits + 3);
    }
}
