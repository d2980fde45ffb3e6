using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>Opens files of tests: YAML and JSON lists, JSON Lines, CSV.</summary>
internal static class PromptfooTests
{
    /// <summary>Opens a file that a configuration names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shownAs">The file as the user would type it.</param>
    /// <param name="test">Reads the tests.</param>
    /// <param name="place">Where it is named.</param>
    /// <param name="key">The path of keys to where it is named.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The tests, or <see langword="null"/> when an error was added.</returns>
    public static IInputSource? Open(
        string path,
        string shownAs,
        PromptfooTest test,
        ConfigurationPlace place,
        string key,
        ConfigurationErrors errors
    )
    {
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".JSONL" or ".NDJSON":
                return new JsonLinesInputs(path, shownAs, test) { Format = DatasetFormat.Promptfoo };
            case ".CSV":
                return new CsvInputs(path, shownAs) { Format = DatasetFormat.Promptfoo, Mapper = test.ForRows() };
            case ".YAML" or ".YML" or ".JSON":
                return ConfigurationFile.Read(path, shownAs, errors) is { } root
                    ? MappedDocument.Open(
                        root is ConfigurationMapping ? new ConfigurationSequence(root.Place, [root]) : root,
                        shownAs,
                        DatasetFormat.Promptfoo,
                        test,
                        errors
                    )
                    : null;
            default:
                errors.Add(place, key, $"`{shownAs}` is no file of tests; they are .yaml, .json, .jsonl or .csv");
                return null;
        }
    }
}
