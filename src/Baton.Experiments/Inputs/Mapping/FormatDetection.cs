using Baton.Configuration;
using Baton.Experiments.Inputs.Promptfoo;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>Tells whose entries a file holds from how the first looks. What is not plainly another tool's is Baton's own.</summary>
internal static class FormatDetection
{
    private const string Name = "say which with `inputs.format` or `--inputs-format`";

    private static readonly string[] OwnLists = ["inputs", "generated_inputs", "base_inputs"];

    /// <summary>The format of a document.</summary>
    public static DatasetFormat OfDocument(ConfigurationNode root, ConfigurationErrors errors) =>
        root switch
        {
            ConfigurationSequence { Items: [var first, ..] } => OfRecord(first, errors),
            ConfigurationMapping mapping when OwnLists.Any(list => mapping[list] is not null) => DatasetFormat.Baton,
            ConfigurationMapping when PromptfooSuite.Is(root) => DatasetFormat.Promptfoo,
            ConfigurationMapping mapping
                when mapping["tasks"]?.Value is ConfigurationSequence { Items: [var first, ..] } => OfRecord(
                first,
                errors
            ),
            _ => OfRecord(root, errors),
        };

    /// <summary>The format of a record.</summary>
    /// <param name="record">The first of a file.</param>
    /// <param name="errors">Where to say that it may be of several.</param>
    public static DatasetFormat OfRecord(ConfigurationNode record, ConfigurationErrors errors)
    {
        if (record is not ConfigurationMapping mapping)
        {
            return DatasetFormat.Baton;
        }

        if (mapping["input"] is not { } input)
        {
            return mapping["vars"] is not null || mapping["assert"] is not null ? DatasetFormat.Promptfoo
                : mapping["user_scenario"] is not null
                || mapping["instruction"] is not null && mapping["user_id"] is not null
                    ? DatasetFormat.TauBench
                : DatasetFormat.Baton;
        }

        bool isChat =
            input.Value is ConfigurationSequence { Items: [ConfigurationMapping message, ..] }
            && message["role"] is not null;
        switch (mapping["ideal"] is not null, mapping["target"] is not null)
        {
            case (true, true):
                errors.Add(
                    mapping.Place,
                    "",
                    $"has both `ideal` (OpenAI evals) and `target` (Inspect); {Name}: `openai-evals` or `inspect`"
                );
                return DatasetFormat.Baton;
            case (true, false):
                return DatasetFormat.OpenAIEvals;
            case (false, true):
                return DatasetFormat.Inspect;
            case (false, false) when isChat:
                errors.Add(
                    input.Value.Place,
                    "input",
                    "is a list of chat messages, and the record has neither `ideal` (OpenAI evals) nor `target` (Inspect); "
                        + $"{Name}: `openai-evals` or `inspect`"
                );
                return DatasetFormat.Baton;
            default:
                return DatasetFormat.Baton;
        }
    }

    /// <summary>The format of a table. Any column may be Baton's metadata, so that only promptfoo's marks are plain.</summary>
    public static DatasetFormat OfHeader(IReadOnlyList<string> header) =>
        header.Any(PromptfooRow.IsMark) ? DatasetFormat.Promptfoo : DatasetFormat.Baton;
}
