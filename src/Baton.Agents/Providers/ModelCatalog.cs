using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Baton.Agents.Providers.Setup;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers;

/// <summary>Prices and sizes of models by name. Immutable.</summary>
/// <remarks>
/// A dated or <c>-latest</c> name (<c>gpt-4o-2024-08-06</c>, <c>claude-3-5-haiku-latest</c>) has the facts of the name
/// without that ending, unless it is listed itself. A model of <c>openai-responses</c> has those of <c>openai</c>.
/// </remarks>
public sealed partial class ModelCatalog
{
    private readonly FrozenDictionary<string, ModelFacts> _models;

    private ModelCatalog(IEnumerable<KeyValuePair<string, ModelFacts>> models) =>
        _models = models.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The common models at the list prices of their providers.</summary>
    public static ModelCatalog Default { get; } = new(ListPrices.All);

    /// <summary>The names of all models listed, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. _models.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The default catalog with the prices and sizes of a file, which win.</summary>
    /// <param name="path">
    /// A JSON file, for example <c>{"models": {"openai:gpt-4o": {"input": 2.5, "cached_input": 1.25, "output": 10,
    /// "context": 128000, "max_output": 16384}}}</c>; prices in US dollars for a million tokens. A model that is listed
    /// already keeps what the file does not say.
    /// </param>
    /// <exception cref="ModelConfigurationException">
    /// The file cannot be read, has an unknown key or a value of the wrong type; the message names file, line and key.
    /// </exception>
    public static ModelCatalog Load(string path)
    {
        Dictionary<string, ModelFacts> models = new(Default._models, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, ModelFacts facts) in PriceFile.Read(path, models.GetValueOrDefault))
        {
            models[name] = facts;
        }

        return new ModelCatalog(models);
    }

    /// <summary>The facts of a model, or <see langword="null"/> for an unknown one.</summary>
    public ModelFacts? Find(ModelName name) =>
        _models.GetValueOrDefault(name.ToString())
        ?? _models.GetValueOrDefault(VersionEnding().Replace(name.ToString(), string.Empty))
        ?? (name.Provider == ModelName.OpenAIResponses ? Find(name with { Provider = ModelName.OpenAI }) : null);

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

    [GeneratedRegex(@"-(?:latest|0|\d{8}|\d{4}-\d{2}-\d{2})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VersionEnding();
}
