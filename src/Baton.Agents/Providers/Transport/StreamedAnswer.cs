namespace Baton.Agents.Providers.Transport;

/// <summary>An answer that is being read: the response, and the time-out that each of its pieces renews.</summary>
internal sealed class StreamedAnswer(CancellationTokenSource timeout, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _both = CancellationTokenSource.CreateLinkedTokenSource(
        timeout.Token,
        cancellationToken
    );
    private HttpResponseMessage? _response;

    /// <summary>Ends with the caller's token or the time-out.</summary>
    public CancellationToken Token => _both.Token;

    /// <summary>The bytes of the answer.</summary>
    public Stream Body { get; private set; } = Stream.Null;

    /// <summary>Takes over a response.</summary>
    public async Task HoldAsync(HttpResponseMessage response)
    {
        _response = response;
        Body = await response.Content.ReadAsStreamAsync(Token).ConfigureAwait(false);
    }

    /// <summary>Begins the time-out anew.</summary>
    public void KeepWaiting(TimeSpan longest) => timeout.CancelAfter(longest);

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        _response?.Dispose();
        _both.Dispose();
        timeout.Dispose();
    }
}
