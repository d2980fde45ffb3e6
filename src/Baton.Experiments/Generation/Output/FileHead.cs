using Baton.Experiments.Results;

namespace Baton.Experiments.Generation.Output;

/// <summary>What a file of generated inputs says about itself. No times in it: the same request makes the same file.</summary>
internal static class FileHead
{
    /// <summary>The lines.</summary>
    /// <param name="plan">What was asked for.</param>
    /// <param name="count">The inputs in the file.</param>
    public static IReadOnlyList<string> Of(GenerationPlanSummary plan, int count)
    {
        string personas = plan.Personas == 0 ? "" : $" × {Count(plan.Personas, "persona")}";
        List<string> lines =
        [
            $"Made by `baton generate inputs` (Baton {BatonVersion.Current}): {Count(count, "input")} from "
                + $"{Count(plan.BaseInputs, "base input")}{personas} × {Count(plan.Strategies.Count, "strategy", "strategies")}, up to {plan.Count} of each.",
            $"Strategies: {string.Join(", ", plan.Strategies)}.",
            plan.Calls is null
                ? $"By rules, seed {plan.Seed}: the same configuration and seed make the same inputs."
                : $"By the model {plan.Mode}, seed {plan.Seed}: another run gives other inputs.",
        ];
        if (plan.EarlierBatches.Count > 0)
        {
            lines.Add($"Goes on behind {string.Join(", ", plan.EarlierBatches.Select(Path.GetFileName))}.");
        }

        return lines;
    }

    private static string Count(int count, string word, string? words = null) =>
        count == 1 ? $"1 {word}" : $"{count} {words ?? word + "s"}";
}
