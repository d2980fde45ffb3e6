namespace Baton.Experiments.Running;

/// <summary>Ends an experiment early, gently or at once. Safe for concurrent use; asking twice does no harm.</summary>
public sealed class ExperimentStop : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _cancelled = new();

    /// <summary>Is cancelled once no new run is to start.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Is cancelled once the runs in flight are to be given up.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>Starts no new run, and gives those in flight ten seconds to finish.</summary>
    public void RequestStop() => _requested.Cancel();

    /// <summary>Starts no new run, and gives up those in flight.</summary>
    public void Cancel()
    {
        _requested.Cancel();
        _cancelled.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _requested.Dispose();
        _cancelled.Dispose();
    }
}
