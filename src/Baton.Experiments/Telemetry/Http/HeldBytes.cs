namespace Baton.Experiments.Telemetry.Http;

/// <summary>Counts what the bodies of all requests under way hold. Thread-safe.</summary>
internal sealed class HeldBytes(long most)
{
    private long _held;

    /// <summary>Asks for more; <see langword="false"/> when there is no room now.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= most)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _held, -bytes);
}
