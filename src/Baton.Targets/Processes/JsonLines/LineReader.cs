using System.Buffers;

namespace Baton.Targets.Processes.JsonLines;

/// <summary>Cuts a stream of bytes into lines, the same ones however the bytes arrive. For one reader at a time.</summary>
/// <remarks>
/// Lines end with LF or CRLF; the last one needs no end. A byte order mark at the start is left out. A line of text is
/// cut after 8 KiB and the rest of it dropped, so that a flood without line breaks needs no memory. Alternate
/// <see cref="TryRead"/> until it gives nothing with <see cref="FillAsync"/> until there is nothing more.
/// </remarks>
internal sealed class LineReader(Stream stream) : IDisposable
{
    /// <summary>The longest line of JSON in bytes.</summary>
    public const int LongestJson = 16 * 1024 * 1024;

    /// <summary>The longest line of text in bytes.</summary>
    public const int LongestText = 8 * 1024;

    private const int UsualBuffer = 64 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualBuffer);
    private int _start;
    private int _scanned;
    private int _end;
    private bool _dropping;
    private bool _atStart = true;
    private bool _isOver;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Takes the next whole line out of what was read.</summary>
    public bool TryRead(out OutputLine line)
    {
        while (_scanned < _end)
        {
            int at = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            int end = at < 0 ? _end : _scanned + at;
            _scanned = at < 0 ? _end : end + 1;
            if (_dropping)
            {
                _start = _scanned;
                _dropping = at < 0;
                continue;
            }

            if (at < 0 && end - _start <= LongestOf(_start))
            {
                break;
            }

            line = Shape(_start, end);
            _start = _scanned;
            _dropping = at < 0;
            return true;
        }

        if (_isOver && _start < _end)
        {
            line = Shape(_start, _end);
            _start = _scanned = _end;
            return true;
        }

        line = default;
        return false;
    }

    /// <summary>Reads on; lines given before are no longer valid.</summary>
    /// <returns>Whether to go on: <see langword="false"/> once the stream is over and every line was taken.</returns>
    /// <exception cref="IOException">The stream broke.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_isOver)
        {
            return false;
        }

        MakeRoom();
        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        _isOver = read == 0;
        return !_isOver || _start < _end;
    }

    /// <summary>Gives the buffer back; the stream stays open.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _scanned = _end = 0;
        _isOver = true;
    }

    private OutputLine Shape(int start, int end)
    {
        int longest = LongestOf(start);
        int first = start + MarkLength(start);
        bool isTooLong = end - start > longest;
        bool isJson = longest == LongestJson;
        _atStart = false;
        int last = isTooLong ? first + LongestText : end;
        if (last > first && _buffer[last - 1] == '\r')
        {
            last--;
        }

        return new OutputLine(
            _buffer.AsMemory(first, last - first),
            !isJson ? OutputLineKind.Text
                : isTooLong ? OutputLineKind.TooLong
                : OutputLineKind.Json
        );
    }

    private int LongestOf(int start)
    {
        int first = start + MarkLength(start);
        return first < _end && _buffer[first] == '{' ? LongestJson : LongestText;
    }

    private int MarkLength(int start) =>
        _atStart && _buffer.AsSpan(start, _end - start).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;

    private void MakeRoom()
    {
        int held = _end - _start;
        if (held == 0 && _buffer.Length > LongestText * 128)
        {
            // One very long line shall not be paid for until the end.
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(UsualBuffer);
            _start = _end = 0;
        }
        else if (_end == _buffer.Length && held > _buffer.Length / 2)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(_start, held).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
            (_start, _end) = (0, held);
        }
        else if (_start > 0 && (held == 0 || _end == _buffer.Length))
        {
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
            (_start, _end) = (0, held);
        }

        _scanned = _end;
    }
}
