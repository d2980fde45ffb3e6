using System.Buffers;

namespace Baton.Experiments.Results;

/// <summary>Bytes on their way to a file, in memory that is used again; a half-written line can be cut off.</summary>
internal sealed class LineBuffer : IBufferWriter<byte>, IDisposable
{
    private const int Initial = 64 * 1024;
    private const int KeptAtMost = 4 * 1024 * 1024;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Initial);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void CutTo(int length) => Length = length;

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptAtMost)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(Initial);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void EnsureRoom(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 256);
        if (_bytes.Length - Length >= needed)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max(_bytes.Length * 2L, Length + (long)needed)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
