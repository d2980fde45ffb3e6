namespace Baton.Targets.Retries;

/// <summary>How calls are repeated.</summary>
/// <param name="MaxRetries">How often a call is made again after the first time.</param>
/// <param name="Delay">The wait before the first repetition; doubles each time, with jitter.</param>
/// <param name="LongestWait">The longest wait; a server that asks for more is not called again.</param>
internal sealed record RetryPlan(int MaxRetries, TimeSpan Delay, TimeSpan LongestWait)
{
    /// <summary>What the options say: the kind's own <c>retry</c> where it is given, otherwise the options common to all kinds.</summary>
    public static RetryPlan From(RunnerOptions options, TimeSpan longestWait) =>
        (options.Http?.Retry ?? options.OpenAI?.Retry ?? options.A2A?.Retry) is { } own
            ? new RetryPlan(own.Attempts - 1, own.Backoff, longestWait)
            : new RetryPlan(options.MaxRetries, options.RetryDelay, longestWait);
}
