using System.Text;
using Baton.Configuration;

namespace Baton.Experiments.Settings;

/// <summary>Reads a configuration file together with the files beside it that hold parts of the same configuration.</summary>
internal static class ConfigurationFiles
{
    private const string Evaluation = "evaluation.yaml";
    private static readonly string[] Siblings = ["project.yaml", "input.yaml", Evaluation];

    /// <summary>
    /// Reads the files as one; two of them may not give one setting different values. Only where a file is named in the place of the
    /// usual one, it wins over <c>evaluation.yaml</c> beside it: so the same runs are scored by other evaluators.
    /// </summary>
    /// <param name="configFile">The configuration file, absolute.</param>
    /// <param name="request">The current folder, for places, and the file's text where it is given.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The configuration, or <see langword="null"/> when a file could not be read.</returns>
    public static ConfigurationMapping? Read(
        string configFile,
        ConfigurationRequest request,
        ConfigurationErrors errors
    )
    {
        string folder = Path.GetDirectoryName(configFile)!;
        List<string> beside =
        [
            .. Siblings
                .Select(name => Path.Combine(folder, name))
                .Where(path => File.Exists(path) && !string.Equals(path, configFile, StringComparison.Ordinal)),
        ];
        ConfigurationMapping? named = ReadFile(configFile, request.ConfigText);
        List<ConfigurationMapping?> others = [.. beside.Select(path => ReadFile(path, text: null))];
        if (named is null || others.Contains(null))
        {
            return null;
        }

        ConfigurationMapping read = named;
        foreach ((string path, ConfigurationMapping? other) in beside.Zip(others))
        {
            read = WinsOver(configFile, path)
                ? (ConfigurationMapping)ConfigurationMerge.Merge(other!, read)
                : Join(read, other!, "", errors);
        }

        return read;

        ConfigurationMapping? ReadFile(string path, string? text)
        {
            string shownAs = ShownPath.Of(path, request.CurrentDirectory);
            return ToMapping(
                text is null ? ConfigurationFile.Read(path, shownAs, errors) : ReadText(path, shownAs, text, errors),
                errors
            );
        }
    }

    private static bool WinsOver(string configFile, string sibling) =>
        Path.GetFileName(sibling) == Evaluation
        && Path.GetFileName(configFile) != Path.GetFileName(ConfigurationRequest.DefaultConfig);

    private static ConfigurationNode? ReadText(string path, string shownAs, string text, ConfigurationErrors errors) =>
        ConfigurationText.Parse(
            shownAs,
            Encoding.UTF8.GetBytes(text),
            Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
                ? ConfigurationFormat.Json
                : ConfigurationFormat.Yaml,
            errors
        );

    private static ConfigurationMapping? ToMapping(ConfigurationNode? root, ConfigurationErrors errors)
    {
        if (root is not (null or ConfigurationMapping))
        {
            errors.Add(
                root.Place,
                "",
                "a configuration is keys and values, for example `runner:` and below it `target: \"app.agent:run\"`"
            );
        }

        return root as ConfigurationMapping;
    }

    private static ConfigurationMapping Join(
        ConfigurationMapping first,
        ConfigurationMapping second,
        string path,
        ConfigurationErrors errors
    )
    {
        List<ConfigurationEntry> entries = [.. first.Entries];
        foreach (ConfigurationEntry entry in second.Entries)
        {
            string key = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            int index = entries.FindIndex(known => string.Equals(known.Key, entry.Key, StringComparison.Ordinal));
            if (index < 0)
            {
                entries.Add(entry);
            }
            else if (entries[index].Value is ConfigurationMapping inner && entry.Value is ConfigurationMapping added)
            {
                entries[index] = entries[index] with { Value = Join(inner, added, key, errors) };
            }
            else if (!SameValue.In(entries[index].Value, entry.Value))
            {
                ConfigurationNode known = entries[index].Value;
                errors.Add(
                    entry.Value.Place,
                    key,
                    $"{SameValue.Show(entry.Value)} here, but {SameValue.Show(known)} at {known.Place}; keep one"
                );
            }
        }

        return first with
        {
            Entries = entries,
        };
    }
}
