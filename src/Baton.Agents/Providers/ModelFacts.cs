namespace Baton.Agents.Providers;

/// <summary>What is known about a model. Prices are US dollars for a million tokens.</summary>
/// <param name="InputPrice">The price of tokens read.</param>
/// <param name="OutputPrice">The price of tokens written.</param>
/// <param name="ContextTokens">The most tokens of one call, read and written; <see langword="null"/> when not known.</param>
/// <param name="MaxOutputTokens">The most tokens of one answer; <see langword="null"/> when not known.</param>
public sealed record ModelFacts(
    decimal InputPrice,
    decimal OutputPrice,
    int? ContextTokens = null,
    int? MaxOutputTokens = null
)
{
    /// <summary>The price of tokens read from the provider's cache. Default: as any other.</summary>
    public decimal CachedInputPrice { get; init; } = InputPrice;

    /// <summary>The prices of calls with a long prompt. Default: the same as of others.</summary>
    public LongPromptPrices? LongPrompt { get; init; }

    /// <summary>What a call cost, in US dollars.</summary>
    /// <param name="inputTokens">All tokens read, cached ones included.</param>
    /// <param name="outputTokens">All tokens written.</param>
    /// <param name="cachedTokens">Of those read, the ones from the cache.</param>
    public decimal CostOf(long inputTokens, long outputTokens, long cachedTokens = 0) =>
        LongPrompt is { } prices && inputTokens > prices.AboveTokens
            ? Sum(
                prices.InputPrice,
                prices.OutputPrice,
                prices.CachedInputPrice,
                inputTokens,
                outputTokens,
                cachedTokens
            )
            : Sum(InputPrice, OutputPrice, CachedInputPrice, inputTokens, outputTokens, cachedTokens);

    private static decimal Sum(
        decimal inputPrice,
        decimal outputPrice,
        decimal cachedPrice,
        long inputTokens,
        long outputTokens,
        long cachedTokens
    ) =>
        ((inputTokens - cachedTokens) * inputPrice + cachedTokens * cachedPrice + outputTokens * outputPrice)
        / 1_000_000m;
}
