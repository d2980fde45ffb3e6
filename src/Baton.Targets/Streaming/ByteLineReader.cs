using System.Buffers;

namespace Baton.Targets.Streaming;

/// <summary>Cuts a stream of bytes into lines, however its pieces arrive. A byte order mark at the start is left out.</summary>
/// <param name="stream">The stream; the caller disposes it.</param>
/// <param name="endsAtCarriageReturn">Whether CR alone ends a line as well; LF and CR LF always do.</param>
/// <param name="maxLength">The most bytes in one line.</param>
internal sealed class ByteLineReader(Stream stream, bool endsAtCarriageReturn, int maxLength) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _start;
    private int _end;
    private int _scanned;
    private bool _skipsLineFeed;
    private bool _atEnd;
    private bool _begun;

    /// <summary>The line without its end; valid until the next one is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Reads the next line; bytes after the last line's end are a line too.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public ValueTask<StreamRead> ReadAsync(CancellationToken cancellationToken) =>
        TakeBuffered() is { } read ? new ValueTask<StreamRead>(read) : ReadMoreAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        Line = default;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<StreamRead> ReadMoreAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            MakeRoom();
            int count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += count;
            _atEnd = count == 0;
            if (TakeBuffered() is { } read)
            {
                return read;
            }
        }
    }

    private StreamRead? TakeBuffered()
    {
        if (_skipsLineFeed && _start < _end)
        {
            _skipsLineFeed = false;
            if (_buffer[_start] == '\n')
            {
                _start++;
                _scanned = _start;
            }
        }

        ReadOnlySpan<byte> unseen = _buffer.AsSpan(_scanned, _end - _scanned);
        int found = endsAtCarriageReturn ? unseen.IndexOfAny((byte)'\n', (byte)'\r') : unseen.IndexOf((byte)'\n');
        if (found >= 0)
        {
            return Take(_scanned + found, endLength: 1);
        }

        _scanned = _end;
        if (_end - _start > maxLength)
        {
            Line = _buffer.AsMemory(_start, _end - _start);
            return StreamRead.TooLong;
        }

        return !_atEnd ? null
            : _start == _end ? StreamRead.End
            : Take(_end, endLength: 0);
    }

    private StreamRead Take(int lineEnd, int endLength)
    {
        int lineStart = _start;
        bool atCarriageReturn = endLength > 0 && _buffer[lineEnd] == '\r';
        _skipsLineFeed = atCarriageReturn;
        _start = lineEnd + endLength;
        _scanned = _start;
        if (!endsAtCarriageReturn && lineEnd > lineStart && _buffer[lineEnd - 1] == '\r')
        {
            lineEnd--;
        }

        if (!_begun)
        {
            _begun = true;
            if (_buffer.AsSpan(lineStart, lineEnd - lineStart).StartsWith("\uFEFF"u8))
            {
                lineStart += 3;
            }
        }

        Line = _buffer.AsMemory(lineStart, lineEnd - lineStart);
        return Line.Length > maxLength ? StreamRead.TooLong : StreamRead.Item;
    }

    private void MakeRoom()
    {
        if (_start > 0 && (_start == _end || _end == _buffer.Length))
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _scanned -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}
