namespace Baton.Experiments.Export.Sending;

/// <summary>
/// A file with a request a line, as the OpenTelemetry Collector writes and reads. It has its name only once it is whole.
/// </summary>
internal sealed class FileDestination : ISpanDestination, IAsyncDisposable
{
    private readonly string _path;
    private readonly string _unfinished;
    private readonly FileStream _stream;
    private bool _isWhole;

    /// <summary>Begins the file.</summary>
    /// <exception cref="ExportException">It cannot be written.</exception>
    public FileDestination(string path)
    {
        _path = path;
        _unfinished = path + ".tmp";
        try
        {
            _stream = new FileStream(_unfinished, FileMode.Create, FileAccess.Write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }
    }

    /// <inheritdoc/>
    public async Task<Delivery> DeliverAsync(
        ReadOnlyMemory<byte> request,
        int spans,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await _stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            _stream.WriteByte((byte)'\n');
            return Delivery.Whole;
        }
        catch (IOException error)
        {
            throw Unwritable(error);
        }
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="ExportException">It cannot be written.</exception>
    public async Task FinishAsync()
    {
        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
            File.Move(_unfinished, _path, overwrite: true);
            _isWhole = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isWhole)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
            File.Delete(_unfinished);
        }
    }

    private ExportException Unwritable(Exception error) => new($"cannot write `{_path}`: {error.Message}", error);
}
