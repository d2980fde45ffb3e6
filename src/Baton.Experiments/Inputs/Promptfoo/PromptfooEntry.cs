using Baton.Configuration;
using Baton.Experiments.Inputs.Chats;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>One entry of a test: with one prompt and one value for each variable.</summary>
/// <param name="test">The test.</param>
/// <param name="vars">The values.</param>
/// <param name="prompt">The prompt.</param>
/// <param name="fields">Which variables are parts of the entry.</param>
internal sealed class PromptfooEntry(
    ConfigurationMapping test,
    ConfigurationMapping vars,
    PromptfooPrompt prompt,
    InputFields fields
)
{
    private readonly HashSet<string> _inAssertions = new(StringComparer.Ordinal);

    private ConfigurationMapping? Options => test["options"]?.Value as ConfigurationMapping;

    /// <summary>Writes it.</summary>
    /// <param name="said">The prompt with the values put in: a text, or chat messages.</param>
    /// <param name="key">The path of keys to the test.</param>
    /// <param name="isOneOfMany">Whether there are other prompts, so that it must be said which this is.</param>
    /// <param name="notes">Where to say what is left out.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The entry, or <see langword="null"/> when an error was added.</returns>
    public ConfigurationNode? Write(
        ConfigurationNode said,
        string key,
        bool isOneOfMany,
        MappingNotes notes,
        ConfigurationErrors errors
    )
    {
        int before = errors.Items.Count;
        PromptfooChecks checks = Checks(key, notes, errors);
        MappedEntry entry = new(test);
        foreach ((string part, string? variable) in fields.Parts)
        {
            if (variable is not null && part is "id" or "persona")
            {
                entry.SetText(part, vars[variable!]);
            }
        }

        entry.Set("expected", fields.Expected is { } named ? vars[named]?.Value : checks.Expected);
        AddMessage(said, key, entry, checks.Expect, notes, errors);
        if (errors.Items.Count > before)
        {
            return null;
        }

        AddFacts(entry);
        if (checks.Unchecked is { } rest)
        {
            entry.Note("assert", rest);
        }

        if (isOneOfMany)
        {
            entry.Note("prompt", MappedEntry.Text(prompt.Label, test.Place));
        }

        return entry.ToEntry();
    }

    private void AddMessage(
        ConfigurationNode said,
        string key,
        MappedEntry entry,
        ConfigurationMapping? expect,
        MappingNotes notes,
        ConfigurationErrors errors
    )
    {
        if (said is ConfigurationSequence messages)
        {
            ChatMessages.Read(messages, key, errors)?.AddTo(entry, expect, simulate: false, notes);
            return;
        }

        string text = OptionText("prefix") + ((ConfigurationScalar)said).Text + OptionText("suffix");
        if (string.IsNullOrWhiteSpace(text))
        {
            errors.Add(test.Place, key, "the message is empty; the prompt and the variables of the test make no text");
        }

        entry.Set("input", MappedEntry.Text(text, said.Place));
        entry.Set("expect", expect);
    }

    private string OptionText(string name) => (Options?[name]?.Value as ConfigurationScalar)?.Text ?? "";

    private PromptfooChecks Checks(string key, MappingNotes notes, ConfigurationErrors errors)
    {
        PromptfooChecks checks = new(test.Place);
        bool isRequired = IsRequired(notes);
        switch (test["assert"]?.Value)
        {
            case null or ConfigurationScalar { Kind: ScalarKind.Null }:
                break;
            case ConfigurationSequence list:
                for (int i = 0; i < list.Items.Count; i++)
                {
                    if (
                        list.Items[i] is ConfigurationMapping assertion
                        && (assertion["type"] ?? assertion["$ref"]) is not null
                    )
                    {
                        checks.Add((ConfigurationMapping)Fill(assertion), isRequired, notes);
                    }
                    else
                    {
                        errors.Add(
                            list.Items[i].Place,
                            RecordShape.Path(key, $"assert[{i}]"),
                            "is no assertion; write for example {type: icontains, value: \"on its way\"}"
                        );
                    }
                }

                break;
            case { } other:
                errors.Add(
                    other.Place,
                    RecordShape.Path(key, "assert"),
                    $"is {RecordShape.Kind(other)}; expected a list of assertions"
                );
                break;
        }

        return checks;
    }

    // A share of the assertions that is enough, or an output that is changed before them, makes them other checks.
    private bool IsRequired(MappingNotes notes)
    {
        bool required = true;
        foreach (
            ConfigurationEntry? entry in new[]
            {
                test["threshold"],
                test["assertScoringFunction"],
                Options?["transform"],
                Options?["postprocess"],
            }
        )
        {
            if (entry is not null && entry.Value is not ConfigurationScalar { Kind: ScalarKind.Null })
            {
                notes.Add(
                    entry.KeyPlace,
                    $"tests with `{entry.Key}` are not checked; their assertions are in `notes.assert`"
                );
                required = false;
            }
        }

        return required;
    }

    // Texts that are not understood stay as they are written, and are then not checked.
    private ConfigurationNode Fill(ConfigurationNode node) =>
        node switch
        {
            ConfigurationMapping mapping => mapping with
            {
                Entries = [.. mapping.Entries.Select(entry => entry with { Value = Fill(entry.Value) })],
            },
            ConfigurationSequence list => list with { Items = [.. list.Items.Select(Fill)] },
            ConfigurationScalar { Kind: ScalarKind.Text } text => FillText(text),
            _ => node,
        };

    private ConfigurationScalar FillText(ConfigurationScalar text)
    {
        if (
            !text.Text.Contains("{{", StringComparison.Ordinal)
            || PromptfooTemplate.Parse(text.Text, out _) is not { } template
        )
        {
            return text;
        }

        _inAssertions.UnionWith(template.Names);
        return text with { Text = template.Render(name => vars[name]?.Value, _ => { }) };
    }

    private void AddFacts(MappedEntry entry)
    {
        if (test["metadata"]?.Value is ConfigurationMapping metadata)
        {
            foreach (ConfigurationEntry fact in metadata.Entries)
            {
                entry.Fact(fact.Key, fact.Value);
            }
        }

        string[] said = [.. prompt.Names];
        string?[] parts = [fields.Input, fields.Id, fields.Persona, fields.Expected];
        ConfigurationEntry[] others =
        [
            .. vars.Entries.Where(variable => !parts.Contains(variable.Key, StringComparer.Ordinal)),
        ];
        AddVars(entry.Fact, [.. others.Where(variable => IsOpen(variable.Key, said))]);
        AddVars(entry.Note, [.. others.Where(variable => !IsOpen(variable.Key, said))]);
        foreach (string noted in PromptfooTest.NotedKeys)
        {
            if (test[noted] is { Value: not ConfigurationScalar { Kind: ScalarKind.Null } } found)
            {
                entry.Note(noted, found.Value);
            }
        }

        if (Options is { Entries.Count: > 0 } options)
        {
            entry.Note("options", options);
        }
    }

    // What only assertions use tells the answer.
    private bool IsOpen(string variable, string[] said) =>
        said.Contains(variable, StringComparer.Ordinal) || !_inAssertions.Contains(variable);

    private void AddVars(Action<string, ConfigurationNode> add, IReadOnlyList<ConfigurationEntry> some)
    {
        if (some.Count > 0)
        {
            add("vars", new ConfigurationMapping(vars.Place, some));
        }
    }
}
