using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>A whole configuration of promptfoo: <c>prompts</c>, <c>tests</c>, <c>defaultTest</c>, <c>scenarios</c>.</summary>
internal sealed class PromptfooSuite
{
    private static readonly string[] Marks = ["tests", "scenarios", "prompts", "defaultTest"];

    // What decides over the meaning of tests and is not carried out.
    private static readonly string[] Ignored = ["nunjucksFilters", "extensions", "redteam", "derivedMetrics"];

    private readonly string _shownAs;
    private readonly PromptfooFiles _files;
    private readonly PromptfooTest _test;
    private readonly ConfigurationErrors _errors;
    private readonly List<IInputSource> _parts = [];
    private readonly List<(ConfigurationNode Test, string Key)> _inline = [];

    private PromptfooSuite(string shownAs, PromptfooFiles files, PromptfooTest test, ConfigurationErrors errors)
    {
        _shownAs = shownAs;
        _files = files;
        _test = test;
        _errors = errors;
    }

    /// <summary>Whether a file is such a configuration.</summary>
    public static bool Is(ConfigurationNode root) =>
        root is ConfigurationMapping mapping && Marks.Any(mark => mapping[mark] is not null);

    /// <summary>Opens its tests.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="shownAs">The file as the user would type it.</param>
    /// <param name="files">Reads the files it names.</param>
    /// <param name="fields">Which variables are parts of entries.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    public static CombinedInputs Open(
        ConfigurationMapping root,
        string shownAs,
        PromptfooFiles files,
        InputFields fields,
        ConfigurationErrors errors
    )
    {
        int before = errors.Items.Count;
        IReadOnlyList<PromptfooPrompt> prompts = PromptfooPrompts.Read(root["prompts"]?.Value, files, errors);
        PromptfooTest test = new(files)
        {
            Prompts = prompts,
            Defaults = Defaults(root["defaultTest"], files, errors),
            Fields = fields,
        };
        if (errors.Items.Count > before)
        {
            // Every test would repeat what is wrong with them.
            return new CombinedInputs(shownAs, DatasetFormat.Promptfoo, []);
        }

        PromptfooSuite suite = new(shownAs, files, test, errors);
        suite.AddTests(root);
        return new CombinedInputs(shownAs, DatasetFormat.Promptfoo, suite._parts);
    }

    private void AddTests(ConfigurationMapping root)
    {
        switch (root["tests"]?.Value)
        {
            case null or ConfigurationScalar { Kind: ScalarKind.Null }:
                break;
            case ConfigurationSequence list:
                AddList(list, "tests", defaults: null);
                break;
            case { } one:
                AddOne(one, "tests", defaults: null);
                break;
        }

        AddScenarios(root);
        Flush();
        if (_parts.Count == 0 && _errors.IsEmpty)
        {
            // Prompts alone are compared with each other: a test without variables.
            _inline.Add((new ConfigurationMapping(root.Place, []), ""));
            Flush();
        }

        MappingNotes notes = new();
        foreach (
            ConfigurationEntry ignored in root.Entries.Where(entry =>
                Ignored.Contains(entry.Key, StringComparer.Ordinal)
            )
        )
        {
            notes.Add(ignored.KeyPlace, $"`{ignored.Key}` is not used");
        }

        _parts.Add(new DocumentInputs(_shownAs, [], []) { Notes = notes });
    }

    private void AddList(ConfigurationSequence list, string key, ConfigurationMapping? defaults)
    {
        for (int i = 0; i < list.Items.Count; i++)
        {
            AddOne(list.Items[i], $"{key}[{i}]", defaults);
        }
    }

    private void AddOne(ConfigurationNode item, string key, ConfigurationMapping? defaults)
    {
        switch (item)
        {
            case ConfigurationScalar { Kind: ScalarKind.Text } file:
                AddFile(file, key, defaults);
                break;
            case ConfigurationMapping mapping when mapping["path"]?.Value is ConfigurationScalar file:
                AddFile(file, key, defaults);
                break;
            case ConfigurationMapping mapping:
                _inline.Add((PromptfooDefaults.Merge(defaults, mapping), key));
                break;
            default:
                _inline.Add((item, key));
                break;
        }
    }

    private void AddFile(ConfigurationScalar file, string key, ConfigurationMapping? defaults)
    {
        if (_files.Find(file, key, _errors) is not { } path)
        {
            return;
        }

        PromptfooTest test = new(_files.Beside(path))
        {
            Prompts = _test.Prompts,
            Defaults = defaults is null ? _test.Defaults : PromptfooDefaults.Merge(_test.Defaults, defaults),
            Fields = _test.Fields,
        };
        Flush();
        if (PromptfooTests.Open(path, _files.ShownAs(path), test, file.Place, key, _errors) is { } source)
        {
            _parts.Add(source);
        }
    }

    private void AddScenarios(ConfigurationMapping root)
    {
        if (root["scenarios"]?.Value is not ConfigurationSequence scenarios)
        {
            if (root["scenarios"] is { Value: not ConfigurationScalar { Kind: ScalarKind.Null } } other)
            {
                _errors.Add(
                    other.Value.Place,
                    other.Key,
                    $"is {RecordShape.Kind(other.Value)}; expected a list of scenarios"
                );
            }

            return;
        }

        for (int i = 0; i < scenarios.Items.Count; i++)
        {
            string key = $"scenarios[{i}]";
            ConfigurationNode? item = scenarios.Items[i] is ConfigurationScalar file
                ? _files.ReadTree(file, key, _errors)
                : scenarios.Items[i];
            if (
                item is not ConfigurationMapping scenario
                || scenario["config"]?.Value is not ConfigurationSequence data
            )
            {
                _errors.Add(
                    scenarios.Items[i].Place,
                    key,
                    "is no scenario; it has `config`, a list of `vars`, and `tests`"
                );
                continue;
            }

            foreach (ConfigurationMapping one in data.Items.OfType<ConfigurationMapping>())
            {
                if (scenario["tests"]?.Value is ConfigurationSequence tests)
                {
                    AddList(tests, $"{key}.tests", one);
                }
                else
                {
                    _inline.Add((one, $"{key}.config"));
                }
            }
        }
    }

    // Tests keep their order: those written here end where a file is named.
    private void Flush()
    {
        if (_inline.Count == 0)
        {
            return;
        }

        MappingNotes notes = new();
        List<LocatedInput> entries = [];
        List<IReadOnlyList<ConfigurationError>> mistakes = [];
        foreach ((ConfigurationNode test, string key) in _inline)
        {
            foreach ((LocatedInput? entry, var wrong) in EntryReader.ReadRecord(test, key, 1, _test, notes))
            {
                if (entry is { } read)
                {
                    entries.Add(read);
                }

                mistakes.Add(wrong);
            }
        }

        _inline.Clear();
        _parts.Add(new DocumentInputs(_shownAs, entries, mistakes) { Format = DatasetFormat.Promptfoo, Notes = notes });
    }

    private static ConfigurationMapping? Defaults(
        ConfigurationEntry? written,
        PromptfooFiles files,
        ConfigurationErrors errors
    )
    {
        ConfigurationNode? defaults = written?.Value is ConfigurationScalar { Kind: ScalarKind.Text } file
            ? files.ReadTree(file, written.Key, errors)
            : written?.Value;
        switch (defaults)
        {
            case ConfigurationMapping mapping:
                PromptfooTest.CheckKeys(mapping, written!.Key, errors);
                return mapping;
            case null or ConfigurationScalar { Kind: ScalarKind.Null }:
                return null;
            default:
                errors.Add(
                    defaults.Place,
                    written!.Key,
                    $"is {RecordShape.Kind(defaults)}; expected what tests have, or a file"
                );
                return null;
        }
    }
}
