using System.Buffers;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>
/// Keeps the messages of one run's spans in a few arrays that later runs use again: there are many, they live for a while, and
/// each on its own would be moved around by the garbage collector. Not thread-safe.
/// </summary>
internal sealed class MessageStore
{
    // Blocks grow from the first size to the other one: most runs have few spans, and some have thousands.
    private const int FirstBlock = 4 * 1024;
    private const int LargestBlock = 32 * 1024;
    private readonly List<byte[]> _blocks = [];
    private int _free;

    /// <summary>Keeps a copy of a message until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> message)
    {
        if (_blocks.Count == 0 || message.Length > _blocks[^1].Length - _free)
        {
            int size = Math.Min(LargestBlock, FirstBlock << Math.Min(_blocks.Count, 8));
            _blocks.Add(ArrayPool<byte>.Shared.Rent(Math.Max(size, message.Length)));
            _free = 0;
        }

        Memory<byte> kept = _blocks[^1].AsMemory(_free, message.Length);
        message.CopyTo(kept.Span);
        _free += message.Length;
        return kept;
    }

    /// <summary>Lets others have the memory; whoever has not is only slower. Nothing that was kept may be read any more.</summary>
    public void Release()
    {
        foreach (byte[] block in _blocks)
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        _blocks.Clear();
    }
}
