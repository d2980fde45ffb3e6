using Baton.Agents.Providers;
using Baton.Experiments.Models;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Asking;

/// <summary>The model that writes inputs.</summary>
internal static class GeneratorModel
{
    // Anthropic's servers refuse more.
    private const double HottestOfAnthropic = 1;

    /// <summary>The model of the <c>input_generation.llm:</c> section, with its provider's default.</summary>
    public static ModelVoiceSettings Of(ExperimentSettings settings)
    {
        InputGenerationModel llm = settings.InputGeneration.Llm;
        string model = NameOf(llm);
        bool isAnthropic = model.StartsWith(ModelName.Anthropic + ":", StringComparison.Ordinal);
        return new ModelVoiceSettings
        {
            Model = model,
            ApiKey = llm.ApiKey,
            BaseUrl = llm.BaseUrl,
            Temperature = isAnthropic
                ? Math.Min(settings.VariationTemperature, HottestOfAnthropic)
                : settings.VariationTemperature,
            Seed = settings.Seed,
            Asker = $"`{model}`, the model that writes inputs,",
            KeyOption = "write `api_key`, or do without a model by `--mode deterministic`",
        };
    }

    private static string NameOf(InputGenerationModel llm)
    {
        string? model = string.IsNullOrWhiteSpace(llm.Model) ? null : llm.Model.Trim();
        string? provider = string.IsNullOrWhiteSpace(llm.Provider) ? null : llm.Provider.Trim();
        bool isWhole =
            model is not null
            && (
                provider is null
                    ? model.Contains(':', StringComparison.Ordinal)
                    : model.StartsWith(provider + ":", StringComparison.Ordinal)
            );
        return isWhole
            ? model!
            : $"{provider ?? ModelName.OpenAI}:{model ?? (provider is ModelName.Anthropic ? "claude-3-5-haiku-latest" : "gpt-4o-mini")}";
    }
}
