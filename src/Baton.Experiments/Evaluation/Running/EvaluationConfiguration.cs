using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Evaluation.Running;

/// <summary>Finds the configuration that an experiment is evaluated by.</summary>
internal static class EvaluationConfiguration
{
    private const string ConfigsFolder = "configs";

    /// <summary>
    /// The configuration that is named; otherwise the project's, or, where that describes no evaluators, the one the experiment was
    /// run with.
    /// </summary>
    /// <exception cref="ConfigurationException">It is wrong; the exception carries every error found.</exception>
    public static LoadedConfiguration Load(EvaluationRequest request)
    {
        ConfigurationRequest asked = request.Configuration with { NeedsRunner = false };
        string folder = Path.GetFullPath(request.ExperimentFolder, asked.CurrentDirectory);
        string snapshot = Path.Combine(folder, ExperimentFiles.Config);
        bool isNamed = asked.Config is not null || asked.Root is not null || asked.Project is not null;
        bool isFound = isNamed || ProjectLocation.Find(asked, new ConfigurationErrors()) is not null;
        if (!isFound && !File.Exists(snapshot))
        {
            isFound = true;
        }

        LoadedConfiguration? project = isFound ? ConfigurationLoader.Load(asked) : null;
        if (project is not null && (isNamed || project.Settings.Evaluators.Count > 0 || !File.Exists(snapshot)))
        {
            return project;
        }

        LoadedConfiguration used = ConfigurationLoader.Load(asked with { Config = snapshot });
        return used with
        {
            ProjectDirectory = project?.ProjectDirectory ?? ProjectAround(folder) ?? asked.CurrentDirectory,
        };
    }

    private static string? ProjectAround(string folder)
    {
        DirectoryInfo? around = Directory.GetParent(folder);
        while (around is not null && !Directory.Exists(Path.Combine(around.FullName, ConfigsFolder)))
        {
            around = around.Parent;
        }

        return around?.FullName;
    }
}
