namespace Baton.Targets.Streaming;

/// <summary>Reads a stream of one JSON value a line; empty lines are left out.</summary>
/// <param name="stream">The stream; the caller disposes it.</param>
/// <param name="maxLength">The most bytes in one line.</param>
internal sealed class JsonLines(Stream stream, int maxLength) : IStreamItems
{
    private readonly ByteLineReader _lines = new(stream, endsAtCarriageReturn: false, maxLength);

    /// <inheritdoc/>
    public string Name => "message";

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Data => _lines.Line;

    /// <inheritdoc/>
    public bool EndedInside => false;

    /// <inheritdoc/>
    public async ValueTask<StreamRead> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            StreamRead read = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read != StreamRead.Item || _lines.Line.Span.ContainsAnyExcept((byte)' ', (byte)'\t', (byte)'\r'))
            {
                return read;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();
}
