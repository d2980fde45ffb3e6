using System.Text;
using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>A prompt: a text with variables, or chat messages written as JSON or YAML. Immutable.</summary>
/// <param name="Label">Its name, or the number it has in the configuration.</param>
/// <param name="Text">As it is written.</param>
internal sealed record PromptfooPrompt(string Label, ConfigurationScalar Text)
{
    /// <summary>The variable that is the whole prompt, or <see langword="null"/> for a text of its own.</summary>
    public string? Variable { get; private init; }

    /// <summary>A prompt that is one variable.</summary>
    public static PromptfooPrompt Of(string variable, ConfigurationPlace place) =>
        new(variable, MappedEntry.Text("", place)) { Variable = variable };

    /// <summary>The prompt with values put in: a text, or a list of chat messages. Only for one without a <see cref="Fault"/>.</summary>
    /// <param name="vars">The values.</param>
    /// <param name="place">Where the test stands.</param>
    /// <param name="notes">Where to say what has no value.</param>
    public ConfigurationNode Render(ConfigurationMapping vars, ConfigurationPlace place, MappingNotes notes)
    {
        if (Variable is not null)
        {
            string value = vars[Variable] is { } found ? PromptfooTemplate.TextOf(found.Value) : "";
            return (ConfigurationNode?)Chat(value) is { } messages
                ? Placed.At(place, messages)
                : MappedEntry.Text(value, place);
        }

        if (Chat(Text.Text) is { } chat)
        {
            return Fill(chat);
        }

        string text = FillText(Text.Text);
        return (ConfigurationNode?)Chat(text) is { } rendered
            ? Placed.At(place, rendered)
            : MappedEntry.Text(text, place);

        ConfigurationNode Fill(ConfigurationNode node) =>
            node switch
            {
                ConfigurationMapping mapping => new ConfigurationMapping(
                    place,
                    [.. mapping.Entries.Select(entry => new ConfigurationEntry(entry.Key, place, Fill(entry.Value)))]
                ),
                ConfigurationSequence list => new ConfigurationSequence(place, [.. list.Items.Select(Fill)]),
                ConfigurationScalar { Kind: ScalarKind.Text } scalar => MappedEntry.Text(FillText(scalar.Text), place),
                _ => node with { Place = place },
            };

        string FillText(string text) =>
            PromptfooTemplate
                .Parse(text, out _)
                ?.Render(
                    name => vars[name]?.Value,
                    missing =>
                        notes.Add(
                            place,
                            $"the prompt uses `{{{{ {missing} }}}}`, which is no variable here; nothing is put there"
                        )
                )
            ?? text;
    }

    /// <summary>What it holds that is not understood, as an error; <see langword="null"/> when nothing.</summary>
    public string? Fault =>
        PromptfooTemplate.Parse(Text.Text, out string fault) is null
            ? $"the prompt uses `{fault}`; only `{{{{ name }}}}`, paths and the filters dump, trim, upper, lower and safe are filled in; "
                + "write the prompt so, or its text into the tests"
            : null;

    /// <summary>The names it takes values from.</summary>
    public IEnumerable<string> Names =>
        Variable is not null ? [Variable] : PromptfooTemplate.Parse(Text.Text, out _)?.Names ?? [];

    private static ConfigurationSequence? Chat(string text)
    {
        string trimmed = text.Trim();
        ConfigurationFormat? format =
            trimmed.StartsWith('[') ? ConfigurationFormat.Json
            : trimmed.StartsWith("- role:", StringComparison.Ordinal) ? ConfigurationFormat.Yaml
            : null;
        if (format is null)
        {
            return null;
        }

        ConfigurationErrors found = new();
        ConfigurationNode? read = ConfigurationText.Parse(
            "prompt",
            Encoding.UTF8.GetBytes(trimmed),
            format.Value,
            found
        );
        return
            found.IsEmpty
            && read is ConfigurationSequence { Items.Count: > 0 } list
            && list.Items.All(item => item is ConfigurationMapping message && message["role"] is not null)
            ? list
            : null;
    }
}
