using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Results;

namespace Baton.Experiments.Comparison;

/// <summary>Finds in what two experiments differ beside their results.</summary>
internal static class IdentityCheck
{
    private const int SettingsAtMost = 50;
    private static readonly string[] OfNoMatter =
    [
        "name",
        "description",
        "tags",
        "output",
        "output_directory",
        "fail_under",
    ];

    /// <summary>What the results depend on and is not the same.</summary>
    public static IReadOnlyList<IdentityDifference> Differences(ExperimentIdentity first, ExperimentIdentity second)
    {
        List<IdentityDifference> found = [];
        Add(
            "user_model",
            first.UserModel,
            second.UserModel,
            IsReplay(first) || IsReplay(second)
                ? "a replay says what the user said before, whatever the agent answers"
                : "another model speaks for the user, so conversations differ for its sake too"
        );
        Add(
            "prompt_version",
            first.PromptVersion,
            second.PromptVersion,
            "the user's model was given other instructions"
        );
        Add("seed", first.Seed?.ToString(), second.Seed?.ToString(), "what is random was drawn differently");
        Add(
            "dataset",
            Short(first.DatasetHash),
            Short(second.DatasetHash),
            "the inputs, personas or iterations differ; the common runs are compared"
        );
        Add(
            "target",
            Short(first.TargetConfigHash),
            Short(second.TargetConfigHash),
            "the target is configured differently"
        );
        if (found.TrueForAll(difference => difference.What is "dataset"))
        {
            Add("configuration", Short(first.ConfigHash), Short(second.ConfigHash), "other settings differ");
        }

        return found;

        void Add(string what, string? one, string? two, string meaning)
        {
            if (!string.Equals(one, two, StringComparison.Ordinal))
            {
                found.Add(new IdentityDifference(what, one, two, meaning));
            }
        }
    }

    /// <summary>The settings that differ, in order of their keys; names and places of output are of no matter.</summary>
    public static IReadOnlyList<SettingDifference> Settings(JsonNode? first, JsonNode? second)
    {
        SortedDictionary<string, string> one = new(StringComparer.Ordinal);
        SortedDictionary<string, string> two = new(StringComparer.Ordinal);
        Flatten(first, "", one);
        Flatten(second, "", two);
        return first is null || second is null
            ? []
            :
            [
                .. one
                    .Keys.Union(two.Keys, StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Where(key => !OfNoMatter.Contains(key.Split('.', '[')[0], StringComparer.Ordinal))
                    .Select(key => new SettingDifference(key, one.GetValueOrDefault(key), two.GetValueOrDefault(key)))
                    .Where(setting => !string.Equals(setting.First, setting.Second, StringComparison.Ordinal))
                    .Take(SettingsAtMost),
            ];
    }

    private static bool IsReplay(ExperimentIdentity identity) =>
        identity.UserModel?.StartsWith("replay:", StringComparison.Ordinal) == true;

    private static string? Short(string hash) => hash.Length == 0 ? null : hash[..Math.Min(12, hash.Length)];

    private static void Flatten(JsonNode? node, string path, SortedDictionary<string, string> found)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members)
                {
                    Flatten(value, path.Length == 0 ? name : $"{path}.{name}", found);
                }

                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                {
                    Flatten(items[i], $"{path}[{i}]", found);
                }

                break;
            default:
                found[path] = node?.ToJsonString(Relaxed) ?? "null";
                break;
        }
    }

    private static JsonSerializerOptions Relaxed { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
