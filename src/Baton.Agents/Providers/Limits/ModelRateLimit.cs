namespace Baton.Agents.Providers.Limits;

/// <summary>How much one model may be asked; what is absent is unbounded.</summary>
/// <param name="Concurrent">The most calls at once.</param>
/// <param name="CallsPerMinute">The most calls begun in any 60 seconds.</param>
/// <param name="TokensPerMinute">
/// The tokens used in any 60 seconds after which no call begins. Calls are charged when they end, so those under way
/// may go beyond it.
/// </param>
public sealed record ModelRateLimit(int? Concurrent = null, int? CallsPerMinute = null, long? TokensPerMinute = null);
