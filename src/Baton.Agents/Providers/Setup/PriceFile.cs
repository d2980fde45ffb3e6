namespace Baton.Agents.Providers.Setup;

/// <summary>Reads a file of prices and sizes of models.</summary>
internal static class PriceFile
{
    private const string Input = "input";
    private const string CachedInput = "cached_input";
    private const string Output = "output";
    private const string Context = "context";
    private const string MaxOutput = "max_output";
    private const string LongPrompt = "long_prompt";
    private const string Above = "above";

    /// <summary>The models of a file, each on top of what was known of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">What is known of a model listed under exactly this name, or <see langword="null"/>.</param>
    public static IEnumerable<KeyValuePair<string, ModelFacts>> Read(string path, Func<string, ModelFacts?> known)
    {
        StrictJson file = StrictJson.ReadFile(path, "the price file");
        Dictionary<string, StrictJson> root = file.Properties("version", "models");
        if (root.TryGetValue("version", out StrictJson version))
        {
            version.Whole(1, 1);
        }

        if (!root.TryGetValue("models", out StrictJson models))
        {
            throw file.Error(
                "`models` is missing; write `{\"models\": {\"provider:model\": {\"input\": 1, \"output\": 2}}}`"
            );
        }

        foreach ((string name, StrictJson model) in models.Entries())
        {
            if (!ModelName.TryParse(name, out _))
            {
                throw model.Error("must be named `provider:model`, for example `openai:gpt-4o-mini`");
            }

            yield return new(name, Facts(model, known(name)));
        }
    }

    private static ModelFacts Facts(StrictJson model, ModelFacts? known)
    {
        Dictionary<string, StrictJson> keys = model.Properties(
            Input,
            CachedInput,
            Output,
            Context,
            MaxOutput,
            LongPrompt
        );
        decimal input = Price(keys, model, Input, known?.InputPrice);
        bool isRepriced = keys.ContainsKey(Input) || keys.ContainsKey(Output);
        return new ModelFacts(
            input,
            Price(keys, model, Output, known?.OutputPrice),
            Size(Context, known?.ContextTokens),
            Size(MaxOutput, known?.MaxOutputTokens)
        )
        {
            // Old prices beside new ones would be nobody's.
            CachedInputPrice = Price(keys, model, CachedInput, isRepriced ? input : known?.CachedInputPrice ?? input),
            LongPrompt =
                keys.TryGetValue(LongPrompt, out StrictJson prices) ? OfLongPrompt(prices)
                : isRepriced ? null
                : known?.LongPrompt,
        };

        int? Size(string key, int? otherwise) =>
            keys.TryGetValue(key, out StrictJson written) ? written.Whole(1, int.MaxValue) : otherwise;
    }

    private static LongPromptPrices OfLongPrompt(StrictJson prices)
    {
        Dictionary<string, StrictJson> keys = prices.Properties(Above, Input, CachedInput, Output);
        int above = keys.TryGetValue(Above, out StrictJson tokens)
            ? tokens.Whole(1, int.MaxValue)
            : throw prices.Error($"`{Above}` is missing: the most tokens at the ordinary prices");
        decimal input = Price(keys, prices, Input, otherwise: null);
        return new LongPromptPrices(
            above,
            input,
            Price(keys, prices, Output, otherwise: null),
            Price(keys, prices, CachedInput, input)
        );
    }

    private static decimal Price(
        Dictionary<string, StrictJson> keys,
        StrictJson owner,
        string key,
        decimal? otherwise
    ) =>
        keys.TryGetValue(key, out StrictJson written)
            ? written.Amount()
            : otherwise ?? throw owner.Error($"`{key}` is missing: dollars for a million tokens");
}
