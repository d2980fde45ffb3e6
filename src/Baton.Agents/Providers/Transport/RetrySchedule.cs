namespace Baton.Agents.Providers.Transport;

/// <summary>Says whether and when a failed attempt is followed by another. Safe for concurrent use.</summary>
internal sealed class RetrySchedule(ModelRetry retry, Random random)
{
    // Guards the random source, which is not safe for concurrent use.
    private readonly Lock _gate = new();

    /// <summary>The wait before the next attempt, or nothing when the call is given up.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="failure">How it failed.</param>
    public TimeSpan? WaitAfter(int attempt, ModelFailure failure)
    {
        if (!failure.IsTransient || attempt >= retry.MaxAttempts || failure.RetryAfter > retry.MaxRetryAfter)
        {
            return null;
        }

        if (failure.RetryAfter is { } asked)
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
