using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>The variables of a test: lists make one test for each item, files are read, and variables may hold others.</summary>
/// <param name="files">Reads the files they name.</param>
internal sealed class PromptfooVars(PromptfooFiles files)
{
    private const int MostCombinations = 10_000;

    // As often as promptfoo itself puts variables into variables.
    private const int Rounds = 5;

    /// <summary>Every combination of values.</summary>
    /// <param name="vars">The variables, or <see langword="null"/> for none.</param>
    /// <param name="expand">Whether lists of texts make several tests.</param>
    /// <param name="key">The path of keys to the test.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    public IReadOnlyList<ConfigurationMapping> Combinations(
        ConfigurationMapping vars,
        bool expand,
        string key,
        ConfigurationErrors errors
    )
    {
        List<List<ConfigurationEntry>> combinations =
        [
            [],
        ];
        foreach (ConfigurationEntry variable in vars.Entries)
        {
            IReadOnlyList<ConfigurationNode> values =
                expand
                && variable.Value
                    is ConfigurationSequence { Items: [ConfigurationScalar { Kind: ScalarKind.Text }, ..] } list
                    ? list.Items
                    : [variable.Value];
            if ((long)combinations.Count * values.Count > MostCombinations)
            {
                errors.Add(
                    variable.KeyPlace,
                    RecordShape.Path(key, $"vars.{variable.Key}"),
                    $"the lists in `vars` make more than {MostCombinations} tests; write fewer values"
                );
                return [];
            }

            combinations =
            [
                .. combinations.SelectMany(combination =>
                    values.Select(value => (List<ConfigurationEntry>)[.. combination, variable with { Value = value }])
                ),
            ];
        }

        return [.. combinations.Select(entries => Resolve(vars with { Entries = entries }, key, errors))];
    }

    private ConfigurationMapping Resolve(ConfigurationMapping vars, string key, ConfigurationErrors errors)
    {
        List<ConfigurationEntry> resolved =
        [
            .. vars.Entries.Select(variable =>
                variable.Value is ConfigurationScalar { Kind: ScalarKind.Text } text
                    ? variable with
                    {
                        Value = ReadText(text, RecordShape.Path(key, $"vars.{variable.Key}"), errors),
                    }
                    : variable
            ),
        ];
        for (int round = 0; round < Rounds && resolved.Exists(HoldsOther); round++)
        {
            ConfigurationMapping before = vars with { Entries = [.. resolved] };
            resolved = [.. resolved.Select(variable => HoldsOther(variable) ? FillIn(variable, before) : variable)];
        }

        return vars with
        {
            Entries = resolved,
        };
    }

    private ConfigurationScalar ReadText(ConfigurationScalar text, string key, ConfigurationErrors errors)
    {
        ConfigurationScalar read = PromptfooFiles.IsReference(text.Text)
            ? files.ReadVariable(text, key, errors) ?? text
            : text;
        return read.Text.EndsWith('\n') ? read with { Text = read.Text[..^1] } : read;
    }

    private static bool HoldsOther(ConfigurationEntry variable) =>
        variable.Value is ConfigurationScalar { Kind: ScalarKind.Text } text
        && text.Text.Contains("{{", StringComparison.Ordinal);

    // What is not defined stays as it is written, as everywhere in promptfoo.
    private static ConfigurationEntry FillIn(ConfigurationEntry variable, ConfigurationMapping vars)
    {
        ConfigurationScalar text = (ConfigurationScalar)variable.Value;
        bool complete = true;
        string? filled = PromptfooTemplate
            .Parse(text.Text, out _)
            ?.Render(name => name == variable.Key ? null : vars[name]?.Value, _ => complete = false);
        return filled is null || !complete ? variable : variable with { Value = text with { Text = filled } };
    }
}
