using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Inputs.Promptfoo;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs;

/// <summary>Opens a file of inputs, whosever entries it holds.</summary>
/// <param name="path">The file, absolute.</param>
/// <param name="currentDirectory">From where paths are shown.</param>
/// <param name="settings">How the file is read.</param>
/// <param name="mayRead">Says whether a file may be read that this one names; default every file.</param>
internal sealed class InputFile(
    string path,
    string currentDirectory,
    InputSettings settings,
    Func<string, bool>? mayRead = null
)
{
    private const string Kinds = "inputs are .yaml, .json, .jsonl or .csv";

    private readonly string _shownAs = ShownPath.Of(path, currentDirectory);
    private readonly PromptfooFiles _files = new(Path.GetDirectoryName(path)!, currentDirectory)
    {
        MayRead = mayRead ?? (static _ => true),
    };

    // Without a word about the format, `fields` say that the entries are the user's own.
    private DatasetFormat? Named => settings.Format ?? (settings.Fields is null ? null : DatasetFormat.Baton);

    /// <summary>Opens it.</summary>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The inputs, or <see langword="null"/> when an error was added.</returns>
    public IInputSource? Open(ConfigurationErrors errors)
    {
        ConfigurationPlace place = new(_shownAs);
        if (Directory.Exists(path))
        {
            errors.Add(place, "", "is a folder; name a file of inputs (.yaml, .json, .jsonl, .csv)");
            return null;
        }

        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".JSONL" or ".NDJSON":
                return OpenLines(errors);
            case ".CSV":
                return OpenTable(errors);
            case ".YAML" or ".YML" or ".JSON":
                return OpenDocument(errors);
            case ".PY":
                errors.Add(
                    place,
                    "",
                    $"is Python, which is not run; write its tasks or samples to a .json or .jsonl file (docs/formats/other-datasets.md says how); {Kinds}"
                );
                return null;
            default:
                errors.Add(place, "", $"has an unknown kind; {Kinds}");
                return null;
        }
    }

    private JsonLinesInputs? OpenLines(ConfigurationErrors errors)
    {
        int before = errors.Items.Count;
        DatasetFormat format =
            Named
            ?? (
                FirstRecord.OfLines(path, _shownAs) is { } first
                    ? FormatDetection.OfRecord(first, errors)
                    : DatasetFormat.Baton
            );
        return errors.Items.Count == before
            ? new JsonLinesInputs(path, _shownAs, MapperOf(format)) { Format = format }
            : null;
    }

    private CsvInputs OpenTable(ConfigurationErrors errors)
    {
        _ = errors;
        DatasetFormat format = Named ?? FormatDetection.OfHeader(FirstRecord.OfTable(path, _shownAs));
        return format == DatasetFormat.Baton
            ? new CsvInputs(path, _shownAs, settings.Fields)
            : new CsvInputs(path, _shownAs)
            {
                Format = format,
                Mapper = MapperOf(format) is PromptfooTest test ? test.ForRows() : MapperOf(format),
            };
    }

    private IInputSource? OpenDocument(ConfigurationErrors errors)
    {
        ConfigurationErrors found = new();
        IInputSource? source = ConfigurationFile.Read(path, _shownAs, found) is { } root ? OpenTree(root, found) : null;
        InputFindings.Limit(found, _shownAs, errors);
        return found.IsEmpty ? source : null;
    }

    private IInputSource? OpenTree(ConfigurationNode root, ConfigurationErrors found)
    {
        int before = found.Items.Count;
        DatasetFormat format = Named ?? FormatDetection.OfDocument(root, found);
        if (found.Items.Count > before)
        {
            return null;
        }

        if (format == DatasetFormat.Promptfoo && PromptfooSuite.Is(root))
        {
            return PromptfooSuite.Open(
                (ConfigurationMapping)root,
                _shownAs,
                _files,
                settings.Fields ?? new InputFields(),
                found
            );
        }

        ConfigurationEntry? list =
            format == DatasetFormat.Baton ? InputDocument.FindList(root, found) : RecordList.Of(root, format, found);
        return list is null
            ? null
            : MappedDocument.Open(list.Value, _shownAs, format, MapperOf(format), found, list.Key);
    }

    private IEntryMapper? MapperOf(DatasetFormat format)
    {
        InputFields fields = settings.Fields ?? new InputFields();
        return format switch
        {
            DatasetFormat.Baton => settings.Fields is null ? null : new RecordFields(settings.Fields),
            DatasetFormat.Promptfoo => new PromptfooTest(_files) { Fields = fields },
            DatasetFormat.OpenAIEvals => new OpenAIEvals.EvalsSample(fields),
            DatasetFormat.Inspect => new Inspect.InspectSample(fields),
            DatasetFormat.TauBench => new TauBench.TauBenchTask(),
            _ => throw new InvalidOperationException($"`{format}` is no format of inputs"),
        };
    }
}
