namespace Baton.Targets.Python.Protocol;

/// <summary>What is done with one line; the bytes are valid only during the call.</summary>
/// <param name="line">The line without its line break.</param>
internal delegate void LineHandler(ReadOnlySpan<byte> line);

/// <summary>Cuts a byte stream into lines, however it was chunked.</summary>
internal sealed class LineReader(LineHandler handle)
{
    /// <summary>No worker sends longer lines; whoever does is no worker.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    private byte[] _rest = new byte[64 * 1024];
    private int _length;

    /// <summary>How many bytes of whole lines were handed on, the line in hand and line breaks included.</summary>
    public long Taken { get; private set; }

    /// <summary>How many bytes of a line that is not whole yet were taken in.</summary>
    public int Kept => _length;

    /// <summary>Takes the next bytes and hands on the lines they complete.</summary>
    /// <exception cref="InvalidDataException">A line is over <see cref="LongestLine"/>.</exception>
    public void Feed(ReadOnlySpan<byte> data)
    {
        int end;
        while ((end = data.IndexOf((byte)'\n')) >= 0)
        {
            ReadOnlySpan<byte> line = data[..end];
            if (_length > 0)
            {
                Keep(line);
                line = _rest.AsSpan(0, _length);
                _length = 0;
            }

            Taken += line.Length + 1;
            handle(line);
            data = data[(end + 1)..];
        }

        Keep(data);
    }

    private void Keep(ReadOnlySpan<byte> data)
    {
        int needed = _length + data.Length;
        if (needed > LongestLine)
        {
            throw new InvalidDataException($"A line is over {LongestLine} bytes.");
        }

        if (needed > _rest.Length)
        {
            Array.Resize(ref _rest, Math.Max(needed, _rest.Length * 2));
        }

        data.CopyTo(_rest.AsSpan(_length));
        _length = needed;
    }
}
