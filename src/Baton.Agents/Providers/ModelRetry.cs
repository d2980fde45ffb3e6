namespace Baton.Agents.Providers;

/// <summary>When and how often a failed call to a model is made again.</summary>
/// <remarks>
/// Made again are: 408, 409, 429, 5xx, time-outs, and connections that were refused or broke. Not made again: a quota
/// that is used up, and whatever the server marks with <c>x-should-retry: false</c>. A streamed answer is not asked for
/// again once it has begun.
/// </remarks>
public sealed record ModelRetry
{
    /// <summary>One attempt, nothing more.</summary>
    public static ModelRetry None { get; } = new() { MaxAttempts = 1 };

    /// <summary>All attempts, the first included. Default 4; at least 1.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>The wait before the second attempt; it doubles with each further one. Default 0.5 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait that is not asked for by the server. Default 8 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// The longest wait the server may ask for; the call fails at once when it asks for more. Default 60 s.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(60);
}
