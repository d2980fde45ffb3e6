namespace Baton.Agents.Providers.Setup;

/// <summary>Reads a file of prices and sizes of models.</summary>
internal static class PriceFile
{
    private const string Input = "input";
    private const string CachedInput = "cached_input";
    private const string Output = "output";
    private const string Context = "context";
    private const string MaxOutput = "max_output";

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
        Dictionary<string, StrictJson> keys = model.Properties(Input, CachedInput, Output, Context, MaxOutput);
        decimal input = Price(Input, known?.InputPrice);
        return new ModelFacts(
            input,
            Price(Output, known?.OutputPrice),
            Size(Context, known?.ContextTokens),
            Size(MaxOutput, known?.MaxOutputTokens)
        )
        {
            CachedInputPrice =
                keys.TryGetValue(CachedInput, out StrictJson cached) ? cached.Amount()
                : keys.ContainsKey(Input) ? input
                : known?.CachedInputPrice ?? input,
        };

        decimal Price(string key, decimal? otherwise) =>
            keys.TryGetValue(key, out StrictJson written)
                ? written.Amount()
                : otherwise ?? throw model.Error($"`{key}` is missing: dollars for a million tokens");

        int? Size(string key, int? otherwise) =>
            keys.TryGetValue(key, out StrictJson written) ? written.Whole(1, int.MaxValue) : otherwise;
    }
}
