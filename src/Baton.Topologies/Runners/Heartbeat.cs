using Baton.Topologies.Store;

namespace Baton.Topologies.Runners;

/// <summary>
/// Keeps an execution's lease alive while it runs. Ends the run when the lease is lost, or when somebody asked to cancel it.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private const int BeatsPerLease = 3;

    private readonly RunnerPlace _place;
    private readonly string _executionId;
    private readonly string _owner;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _beating;
    private DateTimeOffset _until;
    private TopologyException? _lost;

    /// <summary>Begins to beat.</summary>
    /// <param name="place">The store and the clock.</param>
    /// <param name="executionId">The execution.</param>
    /// <param name="owner">Under which word it is held.</param>
    /// <param name="ending">Is cancelled when the run is to end.</param>
    public Heartbeat(RunnerPlace place, string executionId, string owner, CancellationTokenSource ending)
    {
        _place = place;
        _executionId = executionId;
        _owner = owner;
        _ending = ending;
        _until = place.TimeProvider.GetUtcNow() + place.LeaseTime;
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
            // The end of a run throws nothing: every run ends.
            while (await WaitAsync(period).ConfigureAwait(false))
            {
                if (await RenewAsync(period).ConfigureAwait(false))
                {
                    await _ending.CancelAsync().ConfigureAwait(false);
                    return;
                }
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

    /// <summary>Waits for the next beat.</summary>
    /// <returns>Whether there is one: the run is not over.</returns>
    private async Task<bool> WaitAsync(TimeSpan period)
    {
        await Task.Delay(period, _place.TimeProvider, _over.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_over.IsCancellationRequested;
    }

    /// <summary>Renews the lease.</summary>
    /// <returns>Whether somebody asked to cancel the execution.</returns>
    private async Task<bool> RenewAsync(TimeSpan period)
    {
        DateTimeOffset now = _place.TimeProvider.GetUtcNow();
        try
        {
            DateTimeOffset until = now + _place.LeaseTime;
            bool isCancelWanted = await _place
                .Store.Executions.RenewAsync(_executionId, new Lease(_owner, until), _over.Token)
                .ConfigureAwait(false);
            _until = until;
            return isCancelWanted;
        }
        catch (TopologyException failure) when (failure is not LeaseLostException && now + period < _until)
        {
            // A store that is away for a moment costs nothing while the lease holds.
            return false;
        }
    }
}
