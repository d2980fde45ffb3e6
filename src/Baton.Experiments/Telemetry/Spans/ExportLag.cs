namespace Baton.Experiments.Telemetry.Spans;

/// <summary>Learns how long agents keep spans before they export them. Thread-safe.</summary>
/// <param name="time">The clock; agents on the same machine have the same.</param>
internal sealed class ExportLag(TimeProvider time)
{
    /// <summary>A longer lag is a clock that is wrong.</summary>
    private static readonly TimeSpan Plausible = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private TimeSpan _lag;

    /// <summary>About the longest of late.</summary>
    public TimeSpan Lately
    {
        get
        {
            lock (_gate)
            {
                return _lag;
            }
        }
    }

    /// <summary>Takes notice of an export.</summary>
    /// <param name="earliestEnd">When the first of its spans ended, in nanoseconds since 1970.</param>
    public void Notice(ulong earliestEnd)
    {
        TimeSpan lag = time.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromTicks((long)(earliestEnd / 100));
        lock (_gate)
        {
            // It rises at once and falls slowly: waiting a little too long costs nothing, too short costs spans.
            TimeSpan before = _lag * 0.9;
            _lag = lag > before && lag <= Plausible ? lag : before;
        }
    }
}
