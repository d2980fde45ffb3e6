using System.Buffers;

namespace Baton.Experiments.Inputs;

/// <summary>Reads a stream line by line without decoding it, in one buffer that grows to the longest line.</summary>
/// <remarks>LF and CRLF end a line; a byte order mark at the start is skipped. Not thread-safe.</remarks>
internal sealed class Utf8LineReader(Stream stream, int maxLineLength = Utf8LineReader.DefaultMaxLineLength)
    : IDisposable
{
    /// <summary>The longest line that is read, in bytes.</summary>
    public const int DefaultMaxLineLength = 16 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
    private int _next;
    private int _filled;
    private int _lineStart;
    private int _lineLength;

    /// <summary>The number of the current line, from 1; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>Whether the current line is over the limit; it is then given empty.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The current line without its end. Valid until the next call of <see cref="MoveNext"/>.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_lineStart, _lineLength);

    /// <summary>Goes to the next line.</summary>
    /// <returns><see langword="false"/> after the last.</returns>
    public bool MoveNext()
    {
        IsTooLong = false;
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_next + searched, _filled - _next - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                TakeLine(searched + found, endLength: 1);
                return true;
            }

            searched = _filled - _next;
            if (searched > maxLineLength)
            {
                IsTooLong = true;
                _next = _filled;
                searched = 0;
            }

            if (!Fill())
            {
                bool any = searched > 0 || IsTooLong;
                TakeLine(searched, endLength: 0);
                return any;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        ArrayPool<byte>.Shared.Return(buffer);
        stream.Dispose();
    }

    private void TakeLine(int length, int endLength)
    {
        Number++;
        IsTooLong |= length > maxLineLength;
        _lineStart = _next;
        _next += length + endLength;
        ReadOnlySpan<byte> line = IsTooLong ? [] : _buffer.AsSpan(_lineStart, length);
        if (Number == 1 && line.StartsWith("\uFEFF"u8))
        {
            _lineStart += 3;
            line = line[3..];
        }

        _lineLength = line.EndsWith("\r"u8) ? line.Length - 1 : line.Length;
    }

    private bool Fill()
    {
        if (_next > 0)
        {
            _buffer.AsSpan(_next, _filled - _next).CopyTo(_buffer);
            _filled -= _next;
            _next = 0;
        }
        else if (_filled == _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = stream.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        return read > 0;
    }
}
