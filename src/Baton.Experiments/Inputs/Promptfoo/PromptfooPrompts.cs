using System.Globalization;
using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>Reads the <c>prompts:</c> of a configuration.</summary>
internal static class PromptfooPrompts
{
    private const string Key = "prompts";
    private const string Separator = "---";

    private static readonly string[] TextFiles = [".TXT", ".MD", ".J2", ".JSON", ".YAML", ".YML"];

    /// <summary>Reads them.</summary>
    /// <param name="written">What stands under <c>prompts</c>, or <see langword="null"/>.</param>
    /// <param name="files">Reads the files they name.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The prompts; none where there are none.</returns>
    public static IReadOnlyList<PromptfooPrompt> Read(
        ConfigurationNode? written,
        PromptfooFiles files,
        ConfigurationErrors errors
    )
    {
        List<PromptfooPrompt> prompts = [];
        IReadOnlyList<ConfigurationNode> items = written switch
        {
            null => [],
            ConfigurationSequence list => list.Items,
            _ => [written],
        };
        for (int i = 0; i < items.Count; i++)
        {
            ReadOne(items[i], $"{Key}[{i}]", files, prompts, errors);
        }

        return prompts;
    }

    private static void ReadOne(
        ConfigurationNode item,
        string key,
        PromptfooFiles files,
        List<PromptfooPrompt> prompts,
        ConfigurationErrors errors
    )
    {
        string? label = null;
        ConfigurationNode? text = item;
        if (item is ConfigurationMapping mapping)
        {
            label = ((mapping["label"] ?? mapping["id"])?.Value as ConfigurationScalar)?.Text;
            text = (mapping["raw"] ?? mapping["id"])?.Value;
        }

        if (text is not ConfigurationScalar { Kind: ScalarKind.Text } prompt)
        {
            errors.Add(
                item.Place,
                key,
                $"is {RecordShape.Kind(item)}; expected a prompt: a text, `file://…`, or {{label: …, raw: …}}"
            );
            return;
        }

        foreach (string one in IsFile(prompt.Text) ? ReadFile(prompt, key, files, errors) : [prompt.Text])
        {
            string number = (prompts.Count + 1).ToString(CultureInfo.InvariantCulture);
            PromptfooPrompt read = new(label ?? number, prompt with { Text = one });
            prompts.Add(read);
            if (read.Fault is { } fault)
            {
                errors.Add(prompt.Place, key, fault);
            }
        }
    }

    private static bool IsFile(string text) =>
        PromptfooFiles.IsReference(text)
        || (
            !text.Contains('\n', StringComparison.Ordinal)
            && !text.Contains("{{", StringComparison.Ordinal)
            && !text.Contains(' ', StringComparison.Ordinal)
            && TextFiles.Contains(Path.GetExtension(text).ToUpperInvariant(), StringComparer.Ordinal)
        );

    private static IEnumerable<string> ReadFile(
        ConfigurationScalar prompt,
        string key,
        PromptfooFiles files,
        ConfigurationErrors errors
    )
    {
        if (files.Find(prompt, key, errors) is not { } path)
        {
            return [];
        }

        string extension = Path.GetExtension(path).ToUpperInvariant();
        if (!TextFiles.Contains(extension, StringComparer.Ordinal))
        {
            errors.Add(
                prompt.Place,
                key,
                $"`{files.ShownAs(path)}` is no prompt that is understood; name a .txt, .md or .json file"
            );
            return [];
        }

        if (files.ReadText(path, prompt.Place, key, errors) is not { } text)
        {
            return [];
        }

        // A text file holds one prompt, or several between lines of dashes.
        return extension is ".TXT"
            ? text.ReplaceLineEndings("\n")
                .Split($"\n{Separator}\n")
                .Select(one => one.Trim())
                .Where(one => one.Length > 0)
            : [text.Trim()];
    }
}
