namespace Baton.Targets.Tests.Streaming;

/// <summary>Gives bytes in pieces of the sizes a test wants, each read asynchronously.</summary>
internal sealed class ChunkedStream(byte[] bytes, IReadOnlyList<int> sizes) : Stream
{
    private int _at;
    private int _piece;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        int size = sizes.Count == 0 ? bytes.Length : Math.Max(1, sizes[_piece++ % sizes.Count]);
        int count = Math.Min(Math.Min(size, buffer.Length), bytes.Length - _at);
        bytes.AsSpan(_at, count).CopyTo(buffer.Span);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
