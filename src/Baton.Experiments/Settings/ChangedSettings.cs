using System.Text;
using Baton.Configuration;
using Baton.Experiments.Comparison;

namespace Baton.Experiments.Settings;

/// <summary>Names the settings in which two written configurations differ, as far as they decide what a run does.</summary>
internal static class ChangedSettings
{
    private const int AtMost = 5;
    private const int LongestValue = 60;
    private static readonly string[] OfInputs = ["inputs", "inputs_file", "base_inputs"];

    /// <summary>One sentence part a setting, for example <c>`iterations` was 200 and is 3</c>; secrets are masked in both already.</summary>
    /// <param name="before">The configuration as an experiment's folder has it, YAML.</param>
    /// <param name="now">The configuration now, YAML.</param>
    public static IReadOnlyList<string> Between(string before, string now)
    {
        List<SettingDifference> found =
        [
            .. IdentityCheck
                .Settings(Parse(before), Parse(now))
                .Where(setting => Decides(setting.Key.Split('.', '[')[0])),
        ];
        List<string> told = [.. found.Take(AtMost).Select(Tell)];
        if (found.Count > AtMost)
        {
            told.Add($"and {found.Count - AtMost} more");
        }

        return told;
    }

    private static bool Decides(string key) =>
        ConfigurationHash.IsDeciding(key) || OfInputs.Contains(key, StringComparer.Ordinal);

    private static string Tell(SettingDifference setting) =>
        $"`{setting.Key}` was {Shown(setting.First)} and is {Shown(setting.Second)}";

    private static string Shown(string? value) =>
        value is null ? "not set"
        : value.Length <= LongestValue ? value
        : $"{value.AsSpan(0, LongestValue - 1)}…";

    private static System.Text.Json.Nodes.JsonNode? Parse(string yaml)
    {
        ConfigurationErrors errors = new();
        ConfigurationNode? tree = ConfigurationText.Parse(
            "config.yaml",
            Encoding.UTF8.GetBytes(yaml),
            ConfigurationFormat.Yaml,
            errors
        );
        return tree is null ? null : ConfigurationJson.ToJson(tree);
    }
}
