using System.Buffers;

namespace Baton.Experiments.Telemetry.Http;

/// <summary>The bytes of one body, growing within limits. Not thread-safe.</summary>
/// <param name="most">The most bytes.</param>
/// <param name="held">Where the bytes are counted.</param>
internal sealed class BodyBuffer(int most, HeldBytes held) : IDisposable
{
    private const int AtLeast = 16 * 1024;
    private byte[] _bytes = [];
    private int _taken;

    /// <summary>What is there.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>How much is there.</summary>
    public int Length { get; private set; }

    /// <summary>What is there, to be read as long as nothing is added.</summary>
    public Stream ToStream() => new MemoryStream(_bytes, 0, Length, writable: false);

    /// <summary>Makes room for more bytes.</summary>
    /// <param name="size">How many, at least 1.</param>
    /// <param name="room">Room for at least one and at most that many bytes.</param>
    /// <returns>The answer to give where there can be no room, or <see langword="null"/>.</returns>
    public ReceiverAnswer? MakeRoom(int size, out Memory<byte> room)
    {
        room = default;
        if (Length >= most)
        {
            return ReceiverAnswer.TooLarge(most);
        }

        if (Length == _bytes.Length)
        {
            int wanted = Math.Min(most, Math.Max(AtLeast, Length * 2));
            if (!held.TryTake(wanted - _taken))
            {
                return ReceiverAnswer.Busy;
            }

            _taken = wanted;
            byte[] larger = ArrayPool<byte>.Shared.Rent(wanted);
            Written.CopyTo(larger);
            Return();
            _bytes = larger;
        }

        room = _bytes.AsMemory(Length, Math.Min(size, Math.Min(_bytes.Length, most) - Length));
        return null;
    }

    /// <summary>The first of the room was filled.</summary>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public void Dispose()
    {
        Return();
        _bytes = [];
        Length = 0;
        held.GiveBack(_taken);
        _taken = 0;
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
