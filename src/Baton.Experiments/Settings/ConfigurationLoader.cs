using Baton.Configuration;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Personas;
using Baton.Targets.Python.Replay;

namespace Baton.Experiments.Settings;

/// <summary>Reads a configuration from all its sources: default, file, environment, command line; the later one wins.</summary>
public static class ConfigurationLoader
{
    /// <summary>Finds, reads, merges and checks a configuration. Nothing is started or written.</summary>
    /// <param name="request">Where to look and what is put over it.</param>
    /// <exception cref="ConfigurationException">The configuration is wrong; it carries every error found.</exception>
    public static LoadedConfiguration Load(ConfigurationRequest request)
    {
        ConfigurationErrors errors = new();
        List<string> warnings = [];
        ProjectLocation? location = ProjectLocation.Find(request, errors);
        errors.ThrowIfAny();
        IReadOnlyDictionary<string, string> variables = EnvironmentFiles.Read(location!, request, errors);
        ConfigurationMapping? files = ConfigurationFiles.Read(location!.ConfigFile, request, errors);
        if (files is null)
        {
            errors.ThrowIfAny();
        }

        ConfigurationMapping written = SettingSpellings.Unite(files!, errors);
        foreach (ConfigurationMapping layer in Layers(request, variables, warnings))
        {
            ConfigurationMapping united = SettingSpellings.Unite(layer, errors);
            ConfigurationMapping settled = ConfigurationLayer.WithLists<ExperimentSettings>(united);
            written = (ConfigurationMapping)ConfigurationMerge.Merge(written, settled);
        }

        if (!request.NeedsRunner && written["runner"] is null)
        {
            written = (ConfigurationMapping)ConfigurationMerge.Merge(written, NobodyToRun);
        }

        SecretCollector secrets = new();
        ConfigurationMapping tree = (ConfigurationMapping)
            EnvironmentSubstitution.Apply(written, variables, secrets, errors);
        ExperimentSettings? settings = ConfigurationBinder.Bind<ExperimentSettings>(tree, errors);
        PersonaList.Check(tree, settings?.Personas ?? [], errors);
        EvaluatorTypes.Check(tree, settings, errors);
        errors.ThrowIfAny();
        ConfigurationMapping deciding = new TeamContents(location.ProjectDirectory, variables, secrets).PutInto(tree);
        SecretRedactor redactor = new(secrets);
        ConfigurationHash hash = new(redactor);
        return new LoadedConfiguration
        {
            Settings = settings!,
            Tree = tree,
            ConfigFile = location.ConfigFile,
            ProjectDirectory = location.ProjectDirectory,
            Variables = variables,
            Replay = ReplayOf(settings!, tree, location, request),
            Redactor = redactor,
            Warnings = warnings,
            ConfigHash = hash.OfExperiment(deciding),
            TargetHash = hash.OfTarget(deciding),
        };
    }

    /// <summary>Stands for an agent where none is asked anything; it is never started.</summary>
    private static ConfigurationNode NobodyToRun =>
        ConfigurationLayer.FromSetting("runner.target", "nobody:nobody", "(no runner)");

    private static ReplayRequest ReplayOf(
        ExperimentSettings settings,
        ConfigurationMapping tree,
        ProjectLocation location,
        ConfigurationRequest request
    )
    {
        string path = Path.GetFullPath(settings.ReplayArgs.RecordingFile ?? "", location.ProjectDirectory);
        return new ReplayRequest
        {
            Options = settings.ReplayArgs,
            Runner = settings.Runner,
            Tree = tree,
            RecordingPath = path,
            ShownAs = ShownPath.Of(path, request.CurrentDirectory),
        };
    }

    private static IEnumerable<ConfigurationMapping> Layers(
        ConfigurationRequest request,
        IReadOnlyDictionary<string, string> variables,
        List<string> warnings
    )
    {
        if (EnvironmentSettings.Read(variables, warnings) is { } environment)
        {
            yield return environment;
        }

        foreach (CommandLineSetting setting in request.CommandLine)
        {
            yield return (ConfigurationMapping)
                ConfigurationLayer.FromSetting(setting.Path, setting.Value, setting.Option);
        }
    }
}
