using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Baton.Targets.Queues.Redis.Resp;

/// <summary>Reads RESP2 and RESP3 values from a stream, the same ones however the bytes arrive. For one reader at a time.</summary>
/// <param name="stream">The stream; the caller disposes it.</param>
/// <param name="largestText">The longest text that is kept, in bytes; of longer ones only the start is.</param>
internal sealed class RespReader(Stream stream, int largestText = RespReader.LargestText) : IDisposable
{
    /// <summary>The longest text that is kept where nothing else was asked for.</summary>
    public const int LargestText = 16 * 1024 * 1024;

    private const int UsualBuffer = 64 * 1024;
    private const int LongestLine = 64 * 1024;
    private const int KeptOfLong = 4 * 1024;
    private const int DeepestNesting = 64;

    // Memory for a list is taken while its items come, so that a server cannot claim it with one number.
    private const int LargestClaim = 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualBuffer);
    private int _start;
    private int _end;

    /// <summary>Reads the next value.</summary>
    /// <exception cref="EndOfStreamException">The stream is over.</exception>
    /// <exception cref="InvalidDataException">These bytes are not the protocol.</exception>
    public ValueTask<RespValue> ReadAsync(CancellationToken cancellationToken) => ReadAsync(0, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async ValueTask<RespValue> ReadAsync(int depth, CancellationToken cancellationToken)
    {
        if (depth > DeepestNesting)
        {
            throw new InvalidDataException($"values are nested more than {DeepestNesting} deep");
        }

        while (true)
        {
            int length;
            while ((length = LineLength()) < 0)
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
            }

            Head head = ReadHead(_buffer.AsSpan(_start, length));
            _start += length + 2;
            if (head.Value is not null)
            {
                return head.Value;
            }

            switch (head.Type)
            {
                case (byte)'$':
                    return await ReadTextAsync(RespKind.Text, head.Length, cancellationToken).ConfigureAwait(false);
                case (byte)'!':
                    return await ReadTextAsync(RespKind.Error, head.Length, cancellationToken).ConfigureAwait(false);
                case (byte)'=':
                    return WithoutFormat(
                        await ReadTextAsync(RespKind.Text, head.Length, cancellationToken).ConfigureAwait(false)
                    );
                case (byte)'|':
                    // Facts about the value that follows; nobody asked for any.
                    await ReadItemsAsync(head.Length * 2, depth, cancellationToken).ConfigureAwait(false);
                    continue;
                default:
                    long count = head.Type == '%' ? head.Length * 2 : head.Length;
                    RespValue[] items = await ReadItemsAsync(count, depth, cancellationToken).ConfigureAwait(false);
                    return RespValue.Of(KindOf(head.Type), items);
            }
        }
    }

    private async ValueTask<RespValue[]> ReadItemsAsync(long count, int depth, CancellationToken cancellationToken)
    {
        if (count > int.MaxValue)
        {
            throw new InvalidDataException($"a list of {count} items");
        }

        List<RespValue> items = new((int)Math.Min(count, LargestClaim));
        for (int index = 0; index < count; index++)
        {
            items.Add(await ReadAsync(depth + 1, cancellationToken).ConfigureAwait(false));
        }

        return [.. items];
    }

    private async ValueTask<RespValue> ReadTextAsync(RespKind kind, long length, CancellationToken cancellationToken)
    {
        bool isCut = length > largestText;
        int kept = isCut ? Math.Min(KeptOfLong, largestText) : (int)length;
        byte[] text = new byte[kept];
        await TakeAsync(text, cancellationToken).ConfigureAwait(false);
        await DropAsync(length - kept, cancellationToken).ConfigureAwait(false);
        byte[] ending = new byte[2];
        await TakeAsync(ending, cancellationToken).ConfigureAwait(false);
        return ending.AsSpan().SequenceEqual("\r\n"u8)
            ? RespValue.Of(kind, text, isCut)
            : throw new InvalidDataException($"a text of {length} bytes does not end where it should");
    }

    private async ValueTask TakeAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        int buffered = Math.Min(into.Length, _end - _start);
        _buffer.AsMemory(_start, buffered).CopyTo(into);
        _start += buffered;
        if (buffered < into.Length)
        {
            await stream.ReadExactlyAsync(into[buffered..], cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask DropAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (_start == _end)
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
            }

            int dropped = (int)Math.Min(count, _end - _start);
            _start += dropped;
            count -= dropped;
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            throw new EndOfStreamException("the server closed the connection");
        }

        _end += read;
    }

    /// <summary>The length of the line that is buffered, or -1 while its end is missing.</summary>
    private int LineLength()
    {
        int length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
        return length < 0 && _end - _start >= LongestLine
            ? throw new InvalidDataException($"a line of more than {LongestLine} bytes")
            : length;
    }

    private static Head ReadHead(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            throw new InvalidDataException("an empty line in place of a value");
        }

        ReadOnlySpan<byte> rest = line[1..];
        return line[0] switch
        {
            (byte)'+' => new Head(RespValue.Of(RespKind.Text, rest.ToArray())),
            (byte)'-' => new Head(RespValue.Of(RespKind.Error, rest.ToArray())),
            (byte)'(' => new Head(RespValue.Of(RespKind.BigNumber, rest.ToArray())),
            (byte)',' => new Head(RespValue.Of(RespKind.Double, rest.ToArray())),
            (byte)':' => new Head(RespValue.Of(RespKind.Integer, Number(rest))),
            (byte)'_' when rest.IsEmpty => new Head(RespValue.Null),
            (byte)'#' when rest is [(byte)'t' or (byte)'f'] => new Head(
                RespValue.Of(RespKind.Boolean, rest[0] == 't' ? 1 : 0)
            ),
            (byte)'$' or (byte)'*' when rest.SequenceEqual("-1"u8) => new Head(RespValue.Null),
            (byte)'$' or (byte)'!' or (byte)'=' or (byte)'*' or (byte)'~' or (byte)'>' or (byte)'%' or (byte)'|' =>
                new Head(line[0], Count(rest)),
            _ => throw new InvalidDataException($"byte 0x{line[0]:x2} begins no value"),
        };
    }

    private static long Number(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text.StartsWith("+"u8) ? text[1..] : text;
        return Utf8Parser.TryParse(digits, out long number, out int read) && read == digits.Length && read > 0
            ? number
            : throw new InvalidDataException("a number that is none");
    }

    private static long Count(ReadOnlySpan<byte> text) =>
        Number(text) is >= 0 and <= int.MaxValue and long count
            ? count
            : throw new InvalidDataException("a length that is none");

    [SuppressMessage("Style", "IDE0072", Justification = "ReadHead lets no other byte through.")]
    private static RespKind KindOf(byte type) =>
        type switch
        {
            (byte)'%' => RespKind.Map,
            (byte)'~' => RespKind.Set,
            (byte)'>' => RespKind.Push,
            _ => RespKind.Array,
        };

    // "txt:" or "mkd:" stands before the text itself.
    private static RespValue WithoutFormat(RespValue text) =>
        text.Bytes.Length >= 4 && text.Bytes.Span[3] == ':'
            ? RespValue.Of(RespKind.Text, text.Bytes[4..], text.IsCut)
            : throw new InvalidDataException("a verbatim text without its format");

    /// <summary>The first line of a value: the value itself, or its kind and how much follows.</summary>
    private readonly record struct Head(RespValue? Value, byte Type, long Length)
    {
        public Head(RespValue value)
            : this(value, 0, 0) { }

        public Head(byte type, long length)
            : this(null, type, length) { }
    }
}
