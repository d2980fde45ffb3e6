namespace Baton.Agents.Providers;

/// <summary>What providers charge, and the sizes they state.</summary>
/// <remarks>
/// The newest models of Anthropic are as its own pages had them in November 2026; the others as a public list of prices had
/// them in July 2026.
/// </remarks>
internal static class ListPrices
{
    public static Dictionary<string, ModelFacts> All { get; } =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["openai:gpt-5.6-sol"] = new(5m, 30m) { CachedInputPrice = 0.5m },
            ["openai:gpt-5.6-terra"] = new(2.5m, 15m) { CachedInputPrice = 0.25m },
            ["openai:gpt-5.6-luna"] = new(1m, 6m) { CachedInputPrice = 0.1m },
            ["openai:gpt-5.5"] = new(5m, 30m, 1_050_000, 128_000) { CachedInputPrice = 0.5m },
            ["openai:gpt-5.5-pro"] = new(30m, 180m, 1_050_000, 128_000),
            ["openai:gpt-5.4"] = new(2.5m, 15m, 1_050_000, 128_000) { CachedInputPrice = 0.25m },
            ["openai:gpt-5.4-mini"] = new(0.75m, 4.5m, 400_000, 128_000) { CachedInputPrice = 0.075m },
            ["openai:gpt-5.4-nano"] = new(0.2m, 1.25m, 400_000, 128_000) { CachedInputPrice = 0.02m },
            ["openai:gpt-5.4-pro"] = new(30m, 180m, 1_050_000, 128_000),
            ["openai:gpt-5.2"] = new(1.75m, 14m, 400_000, 128_000) { CachedInputPrice = 0.175m },
            ["openai:gpt-5.2-chat"] = new(1.75m, 14m, 128_000, 16_384) { CachedInputPrice = 0.175m },
            ["openai:gpt-5.2-pro"] = new(21m, 168m, 400_000, 128_000),
            ["openai:gpt-5.1"] = new(1.25m, 10m, 400_000, 128_000) { CachedInputPrice = 0.125m },
            ["openai:gpt-5.1-chat"] = new(1.25m, 10m, 128_000, 16_384) { CachedInputPrice = 0.125m },
            ["openai:gpt-5"] = new(1.25m, 10m, 400_000, 128_000) { CachedInputPrice = 0.125m },
            ["openai:gpt-5-chat"] = new(1.25m, 10m, 128_000, 16_384) { CachedInputPrice = 0.125m },
            ["openai:gpt-5-mini"] = new(0.25m, 2m, 400_000, 128_000) { CachedInputPrice = 0.025m },
            ["openai:gpt-5-nano"] = new(0.05m, 0.4m, 400_000, 128_000) { CachedInputPrice = 0.005m },
            ["openai:gpt-5-pro"] = new(15m, 120m, 400_000, 128_000),
            ["openai:gpt-4.1"] = new(2m, 8m, 1_047_576, 32_768) { CachedInputPrice = 0.5m },
            ["openai:gpt-4.1-mini"] = new(0.4m, 1.6m, 1_047_576, 32_768) { CachedInputPrice = 0.1m },
            ["openai:gpt-4.1-nano"] = new(0.1m, 0.4m, 1_047_576, 32_768) { CachedInputPrice = 0.025m },
            ["openai:gpt-4o"] = new(2.5m, 10m, 128_000, 16_384) { CachedInputPrice = 1.25m },
            ["openai:gpt-4o-2024-05-13"] = new(5m, 15m, 128_000, 4_096),
            ["openai:gpt-4o-mini"] = new(0.15m, 0.6m, 128_000, 16_384) { CachedInputPrice = 0.075m },
            ["openai:gpt-4-turbo"] = new(10m, 30m, 128_000, 4_096),
            ["openai:gpt-3.5-turbo"] = new(0.5m, 1.5m, 16_385, 4_096),
            ["openai:o1"] = new(15m, 60m, 200_000, 100_000) { CachedInputPrice = 7.5m },
            ["openai:o3"] = new(2m, 8m, 200_000, 100_000) { CachedInputPrice = 0.5m },
            ["openai:o3-mini"] = new(1.1m, 4.4m, 200_000, 100_000) { CachedInputPrice = 0.55m },
            ["openai:o4-mini"] = new(1.1m, 4.4m, 200_000, 100_000) { CachedInputPrice = 0.275m },
            ["anthropic:claude-fable-5-1"] = new(10m, 50m, 1_000_000, 128_000) { CachedInputPrice = 1m },
            ["anthropic:claude-opus-5-5"] = new(4m, 20m, 1_000_000, 128_000) { CachedInputPrice = 0.4m },
            ["anthropic:claude-sonnet-5-5"] = new(2m, 10m, 1_000_000, 128_000) { CachedInputPrice = 0.2m },
            ["anthropic:claude-haiku-5-5"] = new(0.1m, 0.5m, 1_000_000, 128_000)
            {
                CachedInputPrice = 0.01m,
                LongPrompt = new LongPromptPrices(100_000, 0.5m, 2.5m, 0.05m),
            },
            ["anthropic:claude-fable-5"] = new(10m, 50m, 1_000_000, 128_000) { CachedInputPrice = 1m },
            ["anthropic:claude-opus-5"] = new(5m, 25m, 1_000_000, 128_000) { CachedInputPrice = 0.5m },
            ["anthropic:claude-opus-4-8"] = new(5m, 25m, 1_000_000, 128_000) { CachedInputPrice = 0.5m },
            ["anthropic:claude-opus-4-7"] = new(5m, 25m, 1_000_000, 128_000) { CachedInputPrice = 0.5m },
            ["anthropic:claude-opus-4-6"] = new(5m, 25m, 1_000_000, 128_000) { CachedInputPrice = 0.5m },
            ["anthropic:claude-opus-4-5"] = new(5m, 25m, 200_000, 64_000) { CachedInputPrice = 0.5m },
            ["anthropic:claude-opus-4-1"] = new(15m, 75m, 200_000, 32_000) { CachedInputPrice = 1.5m },
            ["anthropic:claude-opus-4"] = new(15m, 75m, 200_000, 32_000) { CachedInputPrice = 1.5m },
            ["anthropic:claude-sonnet-5"] = new(2m, 10m, 1_000_000, 128_000) { CachedInputPrice = 0.2m },
            ["anthropic:claude-sonnet-4-6"] = new(3m, 15m, 1_000_000, 64_000) { CachedInputPrice = 0.3m },
            ["anthropic:claude-sonnet-4-5"] = new(3m, 15m, 200_000, 64_000) { CachedInputPrice = 0.3m },
            ["anthropic:claude-sonnet-4"] = new(3m, 15m, 200_000, 64_000) { CachedInputPrice = 0.3m },
            ["anthropic:claude-haiku-4-5"] = new(1m, 5m, 200_000, 64_000) { CachedInputPrice = 0.1m },
            ["anthropic:claude-3-7-sonnet"] = new(3m, 15m, 200_000, 64_000) { CachedInputPrice = 0.3m },
            ["anthropic:claude-3-5-sonnet"] = new(3m, 15m, 200_000, 8_192) { CachedInputPrice = 0.3m },
            ["anthropic:claude-3-5-haiku"] = new(0.8m, 4m, 200_000, 8_192) { CachedInputPrice = 0.08m },
            ["anthropic:claude-3-opus"] = new(15m, 75m, 200_000, 4_096) { CachedInputPrice = 1.5m },
            ["anthropic:claude-3-haiku"] = new(0.25m, 1.25m, 200_000, 4_096) { CachedInputPrice = 0.03m },
        };
}
