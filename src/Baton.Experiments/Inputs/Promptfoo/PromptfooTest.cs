using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>A test of promptfoo: variables for the prompts, and assertions. Immutable.</summary>
/// <param name="files">Reads the files that tests name.</param>
internal sealed class PromptfooTest(PromptfooFiles files) : IEntryMapper
{
    private const string What = "a test of promptfoo";
    private const string Example =
        "{vars: {question: \"How do I start?\"}, assert: [{type: icontains, value: install}]}";

    private static readonly string[] Known =
    [
        "vars",
        "assert",
        "description",
        "metadata",
        "threshold",
        "options",
        "provider",
        "providers",
        "providerOutput",
        "prompts",
        "assertScoringFunction",
    ];

    private static readonly string[] Noted =
    [
        "description",
        "threshold",
        "provider",
        "providers",
        "providerOutput",
        "assertScoringFunction",
        "metric",
        "config",
    ];

    private readonly PromptfooVars _vars = new(files);

    /// <summary>The prompts of the configuration; empty where tests stand alone.</summary>
    public IReadOnlyList<PromptfooPrompt> Prompts { get; init; } = [];

    /// <summary>What every test begins with, or <see langword="null"/>.</summary>
    public ConfigurationMapping? Defaults { get; init; }

    /// <summary>Which variables are parts of the entry; by default none but the message.</summary>
    public InputFields Fields { get; init; } = new();

    /// <summary>Whether records are rows of a CSV file.</summary>
    public bool IsRow { get; init; }

    /// <summary>The same for the rows of a CSV file.</summary>
    public PromptfooTest ForRows() =>
        new(files)
        {
            Prompts = Prompts,
            Defaults = Defaults,
            Fields = Fields,
            IsRow = true,
        };

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationNode> ToEntries(
        ConfigurationNode record,
        string key,
        MappingNotes notes,
        ConfigurationErrors errors
    )
    {
        if (RecordShape.AsMapping(record, key, What, Example, errors) is not { } written)
        {
            return [];
        }

        ConfigurationMapping test = IsRow ? PromptfooRow.ToTest(written) : written;
        if (!IsRow)
        {
            CheckKeys(test, key, errors);
        }

        test = PromptfooDefaults.Merge(Defaults, test);
        ConfigurationMapping? vars = ReadVars(test, key, errors);
        if (vars is null || !errors.IsEmpty)
        {
            return [];
        }

        IReadOnlyList<PromptfooPrompt> prompts = PromptsOf(test, vars, key, errors);
        List<ConfigurationNode> entries = [];
        foreach (ConfigurationMapping values in _vars.Combinations(vars, Expands(test), key, errors))
        {
            foreach (PromptfooPrompt prompt in prompts)
            {
                PromptfooEntry entry = new(test, values, prompt, Fields);
                ConfigurationNode said = prompt.Render(values, test.Place, notes);
                entries.AddRange(entry.Write(said, key, prompts.Count > 1, notes, errors) is { } one ? [one] : []);
            }
        }

        return errors.IsEmpty ? entries : [];
    }

    /// <summary>The facts of a test that go into the entry's notes as they are.</summary>
    internal static IReadOnlyList<string> NotedKeys => Noted;

    /// <summary>Says which keys of a test are none.</summary>
    internal static void CheckKeys(ConfigurationMapping test, string key, ConfigurationErrors errors)
    {
        foreach (
            ConfigurationEntry entry in test.Entries.Where(entry => !Known.Contains(entry.Key, StringComparer.Ordinal))
        )
        {
            errors.Add(
                entry.KeyPlace,
                RecordShape.Path(key, entry.Key),
                $"is no key of a promptfoo test{Suggestion.Hint(entry.Key, Known)}"
            );
        }
    }

    private ConfigurationMapping? ReadVars(ConfigurationMapping test, string key, ConfigurationErrors errors)
    {
        switch (test["vars"]?.Value)
        {
            case null or ConfigurationScalar { Kind: ScalarKind.Null }:
                return new ConfigurationMapping(test.Place, []);
            case ConfigurationMapping vars:
                return vars;
            case ConfigurationScalar { Kind: ScalarKind.Text } file:
                return ReadVarsFile(file, key, errors);
            case ConfigurationSequence list when list.Items.All(item => item is ConfigurationScalar):
                ConfigurationMapping?[] all =
                [
                    .. list.Items.Select(item => ReadVarsFile((ConfigurationScalar)item, key, errors)),
                ];
                return all.Aggregate(
                    (ConfigurationMapping?)new ConfigurationMapping(test.Place, []),
                    (one, other) => one is null || other is null ? null : PromptfooDefaults.Over(one, other)
                );
            case { } other:
                errors.Add(
                    other.Place,
                    RecordShape.Path(key, "vars"),
                    $"is {RecordShape.Kind(other)}; expected a mapping of names and values, or a file"
                );
                return null;
        }
    }

    private ConfigurationMapping? ReadVarsFile(ConfigurationScalar file, string key, ConfigurationErrors errors)
    {
        string path = RecordShape.Path(key, "vars");
        ConfigurationNode? tree = files.ReadTree(file, path, errors);
        if (tree is not (null or ConfigurationMapping))
        {
            errors.Add(
                file.Place,
                path,
                $"`{file.Text}` is {RecordShape.Kind(tree)}; expected a mapping of names and values"
            );
        }

        return tree as ConfigurationMapping;
    }

    private IReadOnlyList<PromptfooPrompt> PromptsOf(
        ConfigurationMapping test,
        ConfigurationMapping vars,
        string key,
        ConfigurationErrors errors
    )
    {
        if (Fields.Input is { } named)
        {
            if (vars[named] is null)
            {
                errors.Add(
                    test.Place,
                    key,
                    NoMessage(vars, $"the test has no variable `{named}` (`inputs.fields.input`)")
                );
            }

            return [PromptfooPrompt.Of(named, test.Place)];
        }

        if (Prompts.Count > 0)
        {
            HashSet<string>? wanted = test["prompts"]?.Value is ConfigurationSequence labels
                ? [.. labels.Items.OfType<ConfigurationScalar>().Select(label => label.Text)]
                : null;
            return [.. Prompts.Where(prompt => wanted is null || wanted.Contains(prompt.Label))];
        }

        // Without prompts promptfoo says the variable `prompt`; where there is one alone, nothing else can be meant.
        if (vars["prompt"] is not null)
        {
            return [PromptfooPrompt.Of("prompt", test.Place)];
        }

        if (vars.Entries is [var only])
        {
            return [PromptfooPrompt.Of(only.Key, test.Place)];
        }

        errors.Add(test.Place, key, NoMessage(vars, "nothing says which variable is the message"));
        return [];
    }

    private static string NoMessage(ConfigurationMapping vars, string what)
    {
        string names = string.Join(", ", vars.Entries.Take(10).Select(variable => $"`{variable.Key}`"));
        string there = vars.Entries.Count == 0 ? "the test has no variables" : $"its variables are {names}";
        return $"{what}; {there}; name one with `inputs.fields.input`, or give a promptfoo configuration with `prompts` as the file";
    }

    private static bool Expands(ConfigurationMapping test) =>
        (test["options"]?.Value as ConfigurationMapping)?["disableVarExpansion"]?.Value
            is not ConfigurationScalar { Text: "true" };
}
