namespace Baton.Agents.Providers.Transport;

/// <summary>Says whether and when a failed attempt is followed by another. Safe for concurrent use.</summary>
internal sealed class RetrySchedule(ModelRetry retry, Random random)
{
    // Guards the random source, which is not safe for concurrent use.
    private readonly Lock _gate = new();

    /// <summary>The wait before the next attempt, or nothing when the call is given up.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="failure">How it failed.</param>
    public TimeSpan? WaitAfter(int attempt, ModelFailure failure) =>
        WaitAfter(attempt, failure.IsTransient, failure.RetryAfter);

    /// <summary>The wait before the next attempt, or nothing when the call is given up.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="isTransient">Whether the same call may succeed later.</param>
    /// <param name="retryAfter">How long the server asked to be left alone, or <see langword="null"/>.</param>
    public TimeSpan? WaitAfter(int attempt, bool isTransient, TimeSpan? retryAfter)
    {
        if (!isTransient || attempt >= retry.MaxAttempts || retryAfter > retry.MaxRetryAfter)
        {
            return null;
        }

        if (retryAfter is { } asked)
        {
            return asked;
        }

        double full = Math.Min(
            retry.FirstDelay.TotalMilliseconds * Math.Pow(2, attempt - 1),
            retry.MaxDelay.TotalMilliseconds
        );
        lock (_gate)
        {
            return TimeSpan.FromMilliseconds(full * (0.5 + random.NextDouble() / 2));
        }
    }
}
