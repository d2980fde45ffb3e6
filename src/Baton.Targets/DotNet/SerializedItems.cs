using System.Text.Json;
using Baton.Targets.Streaming;

namespace Baton.Targets.DotNet;

/// <summary>The objects of a stream as JSON, so that they are understood as those of any other transport.</summary>
/// <param name="items">The stream, which stands at its first item; the caller disposes it.</param>
/// <param name="json">How objects are written.</param>
internal sealed class SerializedItems(IAsyncEnumerator<object?> items, JsonSerializerOptions json) : IStreamItems
{
    private bool _hasBegun;

    /// <inheritdoc/>
    public string Name => "message";

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <inheritdoc/>
    public bool EndedInside => false;

    /// <inheritdoc/>
    public async ValueTask<StreamRead> ReadAsync(CancellationToken cancellationToken)
    {
        if (_hasBegun && !await items.MoveNextAsync().ConfigureAwait(false))
        {
            return StreamRead.End;
        }

        _hasBegun = true;
        Data = JsonSerializer.SerializeToUtf8Bytes(items.Current, json);
        return Data.Length > StreamedAnswer.LargestItem ? StreamRead.TooLong : StreamRead.Item;
    }

    /// <inheritdoc/>
    public void Dispose() { }
}
