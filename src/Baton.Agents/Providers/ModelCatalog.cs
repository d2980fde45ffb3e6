using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers;

/// <summary>Prices and sizes of models by name. Immutable.</summary>
/// <remarks>
/// A dated or <c>-latest</c> name (<c>gpt-4o-2024-08-06</c>, <c>claude-3-5-haiku-latest</c>) has the facts of the name
/// without that ending, unless it is listed itself.
/// </remarks>
public sealed partial class ModelCatalog
{
    private readonly FrozenDictionary<string, ModelFacts> _models;

    private ModelCatalog(IEnumerable<KeyValuePair<string, ModelFacts>> models) =>
        _models = models.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The common models at the list prices of their providers.</summary>
    public static ModelCatalog Default { get; } = new(ListPrices());

    /// <summary>The facts of a model, or <see langword="null"/> for an unknown one.</summary>
    public ModelFacts? Find(ModelName name) =>
        _models.GetValueOrDefault(name.ToString())
        ?? _models.GetValueOrDefault(VersionEnding().Replace(name.ToString(), string.Empty));

    /// <summary>A catalog that also knows, or knows otherwise, one model.</summary>
    public ModelCatalog With(ModelName name, ModelFacts facts) =>
        new([.. _models.Where(model => !Matches(model.Key, name)), new(name.ToString(), facts)]);

    /// <summary>The account of one call.</summary>
    /// <param name="name">The model.</param>
    /// <param name="usage">What the server reported, or <see langword="null"/>.</param>
    /// <returns>
    /// Tokens and cost; the cost is <see langword="null"/> for an unknown model. <see langword="null"/> when nothing
    /// was reported.
    /// </returns>
    public Usage? Account(ModelName name, UsageDetails? usage)
    {
        if (usage is null || (usage.InputTokenCount ?? usage.OutputTokenCount ?? usage.TotalTokenCount) is null)
        {
            return null;
        }

        return new Usage
        {
            InputTokens = usage.InputTokenCount,
            OutputTokens = usage.OutputTokenCount,
            TotalTokens =
                usage.TotalTokenCount
                ?? (
                    usage is { InputTokenCount: { } input, OutputTokenCount: { } output }
                        ? input + output
                        : usage.InputTokenCount ?? usage.OutputTokenCount
                ),
            Cost = Find(name)
                ?.CostOf(usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0, usage.CachedInputTokenCount ?? 0),
        };
    }

    private static bool Matches(string key, ModelName name) =>
        string.Equals(key, name.ToString(), StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, ModelFacts> ListPrices() =>
        new()
        {
            ["openai:gpt-5"] = new(1.25m, 10m, 400_000, 128_000) { CachedInputPrice = 0.125m },
            ["openai:gpt-5-mini"] = new(0.25m, 2m, 400_000, 128_000) { CachedInputPrice = 0.025m },
            ["openai:gpt-5-nano"] = new(0.05m, 0.4m, 400_000, 128_000) { CachedInputPrice = 0.005m },
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
            ["anthropic:claude-opus-4-1"] = new(15m, 75m, 200_000, 32_000) { CachedInputPrice = 1.5m },
            ["anthropic:claude-opus-4"] = new(15m, 75m, 200_000, 32_000) { CachedInputPrice = 1.5m },
            ["anthropic:claude-sonnet-4-5"] = new(3m, 15m, 200_000, 64_000) { CachedInputPrice = 0.3m },
            ["anthropic:claude-sonnet-4"] = new(3m, 15m, 200_000, 64_000) { CachedInputPrice = 0.3m },
            ["anthropic:claude-haiku-4-5"] = new(1m, 5m, 200_000, 64_000) { CachedInputPrice = 0.1m },
            ["anthropic:claude-3-7-sonnet"] = new(3m, 15m, 200_000, 64_000) { CachedInputPrice = 0.3m },
            ["anthropic:claude-3-5-sonnet"] = new(3m, 15m, 200_000, 8_192) { CachedInputPrice = 0.3m },
            ["anthropic:claude-3-5-haiku"] = new(0.8m, 4m, 200_000, 8_192) { CachedInputPrice = 0.08m },
            ["anthropic:claude-3-opus"] = new(15m, 75m, 200_000, 4_096) { CachedInputPrice = 1.5m },
            ["anthropic:claude-3-haiku"] = new(0.25m, 1.25m, 200_000, 4_096) { CachedInputPrice = 0.03m },
        };

    [GeneratedRegex(@"-(?:latest|0|\d{8}|\d{4}-\d{2}-\d{2})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VersionEnding();
}
