using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Evaluation.Judges;

namespace Baton.Experiments.Evaluation.Settings;

/// <summary>Other ways to write an <c>llm_judge</c>, as evaluation files of other tools have it.</summary>
internal static class JudgeSpellings
{
    private const string Prompt = "prompt";
    private const string PromptTemplate = "prompt_template";
    private const string Judge = "judge";

    /// <summary>What the fixed form of a built-in judge stands for.</summary>
    private static readonly string[] FormKeys = ["parser", "max_score"];

    private static readonly string[] BuiltIn =
    [
        "intent_recognition",
        "response_consistency",
        "response_clarity",
        "information_completeness",
        "goal_completion",
        "faithfulness",
    ];

    /// <summary>A judge in either spelling.</summary>
    public static Worded<EvaluatorSettings> Worded { get; } = new(LlmJudgeSettings.Word, Read, Schema);

    private static EvaluatorSettings? Read(ConfigurationMapping mapping, string key, ConfigurationErrors errors)
    {
        if (mapping[Prompt] is { } prompt && mapping[PromptTemplate] is { } other)
        {
            errors.Add(
                other.KeyPlace,
                $"{key}.{PromptTemplate}",
                $"is another word for `prompt`, which is at {prompt.KeyPlace}; keep one"
            );
            return null;
        }

        return ConfigurationBinder.Bind<LlmJudgeSettings>(Unite(mapping), key, errors);
    }

    private static ConfigurationMapping Unite(ConfigurationMapping mapping)
    {
        ConfigurationEntry[] entries =
        [
            .. mapping.Entries.Select(entry => entry.Key == PromptTemplate ? entry with { Key = Prompt } : entry),
        ];
        bool saysWhat = Array.Exists(entries, entry => entry.Key is Prompt or Judge);
        ConfigurationEntry? name = mapping["name"];
        if (saysWhat || name?.Value is not ConfigurationScalar { Text: { } text } || !BuiltIn.Contains(text))
        {
            return mapping with { Entries = entries };
        }

        return mapping with
        {
            Entries =
            [
                .. entries.Where(entry => !FormKeys.Contains(entry.Key)),
                new ConfigurationEntry(Judge, name.KeyPlace, name.Value),
            ],
        };
    }

    private static JsonObject Schema()
    {
        JsonObject schema = JsonSchemaWriter.For<LlmJudgeSettings>();
        JsonObject properties = schema["properties"]!.AsObject();
        properties[PromptTemplate] = properties[Prompt]!.DeepClone();
        return schema;
    }
}
