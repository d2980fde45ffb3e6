using System.Buffers;

namespace Baton.Experiments.Journal;

/// <summary>Reads the lines of a file that end in a line break; what follows the last line break is left alone.</summary>
internal sealed class WholeLines(Stream stream) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>Where the last line that was read ends, its line break included.</summary>
    public long Offset { get; private set; }

    public static WholeLines Open(string path) => new(OpenFile(path));

    /// <summary>Opens a file at the beginning of one of its lines.</summary>
    public static WholeLines Open(string path, long offset)
    {
        FileStream stream = OpenFile(path);
        stream.Position = offset;
        return new WholeLines(stream) { Offset = offset };
    }

    /// <summary>Reads the next line, without its line break; valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched;
                line = _buffer.AsSpan(_start, length);
                _start += length + 1;
                Offset += length + 1;
                return true;
            }

            searched = _end - _start;
            if (_atEnd)
            {
                line = default;
                return false;
            }

            Fill();
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static FileStream OpenFile(string path) =>
        new(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0,
            FileOptions.SequentialScan
        );

    private void Fill()
    {
        if (_end == _buffer.Length)
        {
            byte[] room = _start == 0 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(room);
            if (room != _buffer)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = room;
            }

            _end -= _start;
            _start = 0;
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _atEnd = read == 0;
    }
}
