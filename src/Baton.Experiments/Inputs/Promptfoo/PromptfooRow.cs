using System.Text.RegularExpressions;
using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>A row of a CSV file as the test it stands for: columns are variables, those with <c>__</c> say something of the test.</summary>
internal static partial class PromptfooRow
{
    private const string Expected = "__expected";
    private const string MetadataPrefix = "__metadata:";
    private const string ConfigPrefix = "__config:";

    /// <summary>Whether a column marks a file as promptfoo's.</summary>
    public static bool IsMark(string column) =>
        column.StartsWith(Expected, StringComparison.Ordinal)
        || column.StartsWith(MetadataPrefix, StringComparison.Ordinal)
        || column is "__prefix" or "__suffix" or "__description" or "__metric" or "__threshold" or "__providerOutput";

    /// <summary>The test.</summary>
    public static ConfigurationMapping ToTest(ConfigurationMapping row)
    {
        List<ConfigurationEntry> vars = [];
        List<ConfigurationNode> asserts = [];
        List<ConfigurationEntry> options = [];
        List<ConfigurationEntry> metadata = [];
        List<ConfigurationEntry> config = [];
        List<ConfigurationEntry> test = [];
        foreach (ConfigurationEntry cell in row.Entries)
        {
            string text = ((ConfigurationScalar)cell.Value).Text;
            bool isSpecial = IsMark(cell.Key) || cell.Key.StartsWith(ConfigPrefix, StringComparison.Ordinal);
            if (!isSpecial)
            {
                vars.Add(cell);
            }
            else if (text.Trim().Length == 0)
            {
                continue;
            }
            else if (cell.Key.StartsWith(Expected, StringComparison.Ordinal))
            {
                asserts.Add(ToAssertion(text.Trim(), cell.Value.Place));
            }
            else if (cell.Key is "__prefix" or "__suffix")
            {
                options.Add(cell with { Key = cell.Key[2..] });
            }
            else if (cell.Key.StartsWith(MetadataPrefix, StringComparison.Ordinal))
            {
                metadata.Add(cell with { Key = cell.Key[MetadataPrefix.Length..] });
            }
            else if (cell.Key.StartsWith(ConfigPrefix, StringComparison.Ordinal))
            {
                config.Add(cell with { Key = cell.Key[ConfigPrefix.Length..] });
            }
            else
            {
                test.Add(cell with { Key = cell.Key[2..] });
            }
        }

        Add("vars", new ConfigurationMapping(row.Place, vars), vars.Count);
        Add("assert", new ConfigurationSequence(row.Place, asserts), asserts.Count);
        Add("options", new ConfigurationMapping(row.Place, options), options.Count);
        Add("metadata", new ConfigurationMapping(row.Place, metadata), metadata.Count);
        Add("config", new ConfigurationMapping(row.Place, config), config.Count);
        return row with { Entries = test };

        void Add(string key, ConfigurationNode value, int count)
        {
            if (count > 0)
            {
                test.Add(new ConfigurationEntry(key, row.Place, value));
            }
        }
    }

    /// <summary>An assertion in short: <c>contains: on its way</c>, <c>similar(0.8): …</c>; anything else is the answer itself.</summary>
    public static ConfigurationMapping ToAssertion(string text, ConfigurationPlace place)
    {
        Match match = Short().Match(text);
        string type = match.Groups["type"].Value;
        return type switch
        {
            "" when text.StartsWith("file://", StringComparison.Ordinal) => Assertion("javascript", text),
            "" => Assertion("equals", text),
            "fn" or "eval" => Assertion("javascript", Value()),
            "grade" => Assertion("llm-rubric", Value()),
            _ => Assertion(type, match.Groups["value"].Success ? Value() : null),
        };

        string Value() => match.Groups["value"].Value.Trim();

        ConfigurationMapping Assertion(string name, string? value) =>
            MappedEntry.Mapping(
                place,
                ("type", MappedEntry.Text(name, place)),
                ("value", value is null ? null : MappedEntry.Text(value, place)),
                (
                    "threshold",
                    match.Groups["share"] is { Success: true } share ? MappedEntry.Text(share.Value, place) : null
                )
            );
    }

    // A list of the words, so that an answer with a colon in it ("Note: closed") is not taken for one of them.
    [GeneratedRegex(
        @"^(?<type>fn|eval|grade|(not-)?(answer-relevance|bleu|classifier|contains(-all|-any|-html|-json|-sql|-xml)?|context-faithfulness|context-recall|context-relevance|conversation-relevance|cost|equals|factuality|finish-reason|g-eval|gleu|guardrails|icontains(-all|-any)?|is-html|is-json|is-refusal|is-sql|is-valid-function-call|is-valid-openai-function-call|is-valid-openai-tools-call|is-xml|javascript|latency|levenshtein|llm-rubric|meteor|model-graded-closedqa|model-graded-factuality|moderation|perplexity|perplexity-score|pi|python|regex|rouge-n|ruby|search-rubric|similar|starts-with|tool-call-f1|trace-error-spans|trace-span-count|trace-span-duration|webhook|word-count))(\((?<share>\d+(\.\d+)?)\))?(:(?<value>[\s\S]*))?$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Short();
}
