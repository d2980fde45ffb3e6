namespace Baton.Targets.Streaming;

/// <summary>A stream of items: server-sent events or lines of JSON.</summary>
internal interface IStreamItems : IDisposable
{
    /// <summary>The name of the item read last; <c>message</c> where the stream knows no names.</summary>
    string Name { get; }

    /// <summary>The item read last; valid until the next one is read.</summary>
    ReadOnlyMemory<byte> Data { get; }

    /// <summary>Whether the stream ended in the middle of an item, which is left out.</summary>
    bool EndedInside { get; }

    /// <summary>Reads the next item.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    ValueTask<StreamRead> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>What reading from a stream gave.</summary>
internal enum StreamRead
{
    /// <summary>A line or an item.</summary>
    Item,

    /// <summary>The stream ended.</summary>
    End,

    /// <summary>A line or an item is longer than allowed; nothing after it can be read.</summary>
    TooLong,
}
