namespace Baton.Agents.Providers;

/// <summary>What a model costs, all of a call, when its prompt is long. Prices are US dollars for a million tokens.</summary>
/// <param name="AboveTokens">The most tokens read at the ordinary prices.</param>
/// <param name="InputPrice">The price of tokens read.</param>
/// <param name="OutputPrice">The price of tokens written.</param>
/// <param name="CachedInputPrice">The price of tokens read from the provider's cache.</param>
public sealed record LongPromptPrices(
    int AboveTokens,
    decimal InputPrice,
    decimal OutputPrice,
    decimal CachedInputPrice
);
