using System.Globalization;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI;

/// <summary>Which of OpenAI's models think before they answer, and in which words they are told how much.</summary>
internal static class ReasoningModels
{
    private static readonly string[] _plain = ["gpt-3.5", "gpt-4", "chatgpt-"];

    /// <summary>Whether a model is one of those that think; they take no sampling settings.</summary>
    public static bool Includes(string model) =>
        model.StartsWith("o1", StringComparison.Ordinal)
        || model.StartsWith("o3", StringComparison.Ordinal)
        || model.StartsWith("o4", StringComparison.Ordinal)
        || (Generation(model) is not null && !model.Contains("-chat", StringComparison.Ordinal));

    /// <summary>The server's word for an effort, or nothing for a model that has none.</summary>
    /// <remarks>A model that lacks an extreme gets the nearest it has. A model of another maker gets what is asked.</remarks>
    public static string? Effort(string model, ReasoningEffort? effort)
    {
        if (effort is null || (!Includes(model) && IsPlain(model)))
        {
            return null;
        }

        bool isFirst = model.StartsWith('o') && Includes(model);
        double generation = Generation(model) ?? (isFirst ? 0 : double.MaxValue);
        return effort switch
        {
            ReasoningEffort.None => generation > 5 ? "none"
            : generation == 5 ? "minimal"
            : "low",
            ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => "medium",
            ReasoningEffort.High => "high",
            _ => generation > 5.1 ? "xhigh" : "high",
        };
    }

    private static bool IsPlain(string model) =>
        model.Contains("-chat", StringComparison.Ordinal)
        || Array.Exists(_plain, family => model.StartsWith(family, StringComparison.Ordinal));

    // The number in `gpt-5.2-mini`, from the fifth generation on.
    private static double? Generation(string model)
    {
        const string family = "gpt-";
        if (!model.StartsWith(family, StringComparison.Ordinal))
        {
            return null;
        }

        int end = model.IndexOf('-', family.Length);
        ReadOnlySpan<char> number =
            end < 0 ? model.AsSpan(family.Length) : model.AsSpan(family.Length, end - family.Length);
        return
            double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double generation)
            && generation >= 5
            ? generation
            : null;
    }
}
