using Baton.Topologies.Store;

namespace Baton.Topologies.Runners;

/// <summary>Keeps an execution's lease alive while it runs, and ends the run when the lease is lost.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private const int BeatsPerLease = 3;

    private readonly RunnerPlace _place;
    private readonly string _executionId;
    private readonly string _owner;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _beating;
    private TopologyException? _lost;

    /// <summary>Begins to beat.</summary>
    /// <param name="place">The store and the clock.</param>
    /// <param name="executionId">The execution.</param>
    /// <param name="owner">Under which word it is held.</param>
    /// <param name="ending">Is cancelled when the lease is lost.</param>
    public Heartbeat(RunnerPlace place, string executionId, string owner, CancellationTokenSource ending)
    {
        _place = place;
        _executionId = executionId;
        _owner = owner;
        _ending = ending;
        _beating = BeatAsync();
    }

    /// <summary>Throws when the execution is somebody else's by now.</summary>
    public void ThrowIfLost()
    {
        if (_lost is not null)
        {
            throw _lost;
        }
    }

    /// <summary>Stops to beat.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task BeatAsync()
    {
        TimeSpan period = _place.LeaseTime / BeatsPerLease;
        try
        {
            while (true)
            {
                await Task.Delay(period, _place.TimeProvider, _over.Token).ConfigureAwait(false);
                Lease lease = new(_owner, _place.TimeProvider.GetUtcNow() + _place.LeaseTime);
                await _place.Store.RenewAsync(_executionId, lease, _over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (TopologyException lost)
        {
            _lost = lost;
            await _ending.CancelAsync().ConfigureAwait(false);
        }
    }
}
