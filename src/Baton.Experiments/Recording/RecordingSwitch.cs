using Baton.Configuration;
using Baton.Configuration.Editing;
using Baton.Experiments.Settings;
using Baton.Targets.Python.Replay;

namespace Baton.Experiments.Recording;

/// <summary>
/// Turns the recording of arguments on and off by editing the project's <c>.env</c> file and its configuration in place:
/// comments, order and everything else in them stay as they are.
/// </summary>
public sealed class RecordingSwitch
{
    private const string Section = ReplayRequest.Section;

    private readonly ConfigurationRequest _request;
    private readonly ProjectLocation _location;
    private readonly ConfigurationMapping _tree;
    private readonly string _environmentPath;

    private RecordingSwitch(ConfigurationRequest request, ProjectLocation location, ConfigurationMapping tree)
    {
        _request = request;
        _location = location;
        _tree = tree;
        _environmentPath = Path.Combine(location.ProjectDirectory, EnvironmentFiles.FileName);
    }

    /// <summary>Finds the project. Its configuration must be readable, but need not be right in every setting.</summary>
    /// <exception cref="ConfigurationException">There is no project, or a file cannot be read.</exception>
    public static RecordingSwitch Open(ConfigurationRequest request)
    {
        ConfigurationErrors errors = new();
        ProjectLocation? location = ProjectLocation.Find(request, errors);
        errors.ThrowIfAny();
        ConfigurationMapping? tree = ConfigurationFiles.Read(location!.ConfigFile, request, errors);
        errors.ThrowIfAny();
        return new RecordingSwitch(request, location, tree!);
    }

    /// <summary>Records from the next run on, and stops replaying.</summary>
    /// <param name="file">The file to record to, relative to the project folder. Default: the one that is named already.</param>
    /// <exception cref="ConfigurationException">A file cannot be edited, and nothing was changed; or one cannot be written.</exception>
    public RecordingStatus Enable(string? file)
    {
        IReadOnlyDictionary<string, string> variables = Variables();
        string recording =
            file
            ?? (
                RecordingVariables.Deciding(RecordingVariables.Files, variables) is { } name ? variables[name]
                : Setting("recording_file") is { Length: > 0 } configured ? configured
                : RecordingVariables.DefaultFile
            );
        EditedFile environment = EditedFile.Open(_environmentPath, Shown(_environmentPath));
        environment.Text = SetVariable(environment.Text, RecordingVariables.Switches, "true");
        environment.Text = SetVariable(environment.Text, RecordingVariables.Files, recording);
        EditedFile configuration = OpenConfiguration();
        Edit(configuration, "recording_file", YamlText(recording));
        Edit(configuration, "enabled", "false");
        return Save(environment, configuration);
    }

    /// <summary>Records no more.</summary>
    /// <param name="replay">Whether what was recorded is replayed from the next run on.</param>
    /// <exception cref="ConfigurationException">A file cannot be edited, and nothing was changed; or one cannot be written.</exception>
    public RecordingStatus Disable(bool replay)
    {
        IReadOnlyDictionary<string, string> variables = Variables();
        EditedFile environment = EditedFile.Open(_environmentPath, Shown(_environmentPath));
        if (RecordingVariables.Deciding(RecordingVariables.Switches, variables) is not null)
        {
            environment.Text = SetVariable(environment.Text, RecordingVariables.Switches, "false");
        }

        EditedFile configuration = OpenConfiguration();
        if (replay)
        {
            string recorded = RecordingVariables.FileOf(variables, _location.ProjectDirectory);
            string relative = Path.GetRelativePath(_location.ProjectDirectory, recorded).Replace('\\', '/');
            Edit(configuration, "recording_file", YamlText(relative));
            Edit(configuration, "enabled", "true");
        }

        return Save(environment, configuration);
    }

    /// <summary>How things stand.</summary>
    /// <exception cref="ConfigurationException">A <c>.env</c> file cannot be read.</exception>
    public RecordingStatus Read()
    {
        IReadOnlyDictionary<string, string> variables = Variables();
        string recording = RecordingVariables.FileOf(variables, _location.ProjectDirectory);
        string? variable = RecordingVariables.Deciding(RecordingVariables.Switches, variables);
        string? replayed = Setting("recording_file");
        RecordingContent content = RecordingContent.Of(recording);
        return new RecordingStatus
        {
            IsRecording = RecordingVariables.IsOn(variables),
            Variable = variable,
            VariableSource = variable is null ? null : SourceOf(variable),
            RecordingFile = Shown(recording),
            Calls = content.Calls,
            BadLines = content.BadLines,
            Targets = content.Targets,
            IsReplaying = string.Equals(Setting("enabled"), "true", StringComparison.OrdinalIgnoreCase),
            ReplayFile = replayed is null ? null : Shown(Path.GetFullPath(replayed, _location.ProjectDirectory)),
            EnvironmentFile = Shown(_environmentPath),
            ConfigurationFile = Shown(ConfigurationPath()),
        };
    }

    private RecordingStatus Save(EditedFile environment, EditedFile configuration)
    {
        List<string> changed = [];
        foreach (
            (EditedFile file, string path) in new[]
            {
                (environment, _environmentPath),
                (configuration, ConfigurationPath()),
            }
        )
        {
            if (file.IsChanged)
            {
                file.Save();
                changed.Add(Shown(path));
            }
        }

        return Open(_request).Read() with
        {
            Changed = changed,
        };
    }

    private EditedFile OpenConfiguration()
    {
        string path = ConfigurationPath();
        return EditedFile.Open(path, Shown(path));
    }

    // The section may stand in one of the files beside the configuration.
    private string ConfigurationPath() =>
        _tree[Section] is { } section
            ? Path.GetFullPath(section.KeyPlace.Source, _request.CurrentDirectory)
            : _location.ConfigFile;

    private void Edit(EditedFile configuration, string key, string value)
    {
        bool isYaml = !ConfigurationPath().EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        configuration.Text =
            (isYaml ? YamlEditor.Set(configuration.Text, Section, key, value) : null)
            ?? throw new ConfigurationException([
                new ConfigurationError(
                    _tree[Section]?.KeyPlace ?? new ConfigurationPlace(Shown(ConfigurationPath())),
                    $"{Section}.{key}",
                    $"cannot be edited without touching anything else; write `{key}: {value}` there by hand"
                ),
            ]);
    }

    private string? Setting(string key) =>
        (_tree[Section]?.Value as ConfigurationMapping)?[key]?.Value
            is ConfigurationScalar { Kind: not ScalarKind.Null } value
            ? value.Text
            : null;

    private IReadOnlyDictionary<string, string> Variables()
    {
        ConfigurationErrors errors = new();
        IReadOnlyDictionary<string, string> variables = EnvironmentFiles.Read(_location, _request, errors);
        errors.ThrowIfAny();
        return variables;
    }

    private string SourceOf(string variable)
    {
        ConfigurationErrors errors = new();
        return _request.Environment.ContainsKey(variable) ? "environment"
            : DotEnv.Read(_environmentPath, errors).ContainsKey(variable) ? Shown(_environmentPath)
            : Shown(Path.Combine(_location.RootDirectory, EnvironmentFiles.FileName));
    }

    private string Shown(string path) => ShownPath.Of(path, _request.CurrentDirectory);

    /// <summary>Sets the variable that the file speaks of already, else Baton's own.</summary>
    private static string SetVariable(string text, IReadOnlyList<string> names, string value) =>
        DotEnvEditor.Set(text, names.FirstOrDefault(name => DotEnvEditor.Mentions(text, name)) ?? names[0], value);

    private static string YamlText(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.' or '/')
        && char.IsAsciiLetter(text[0])
            ? text
            : System.Text.Json.JsonSerializer.Serialize(text);
}
