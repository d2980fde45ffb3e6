using Baton.Configuration;

namespace Baton.Experiments.Settings;

/// <summary>Where a project and its configuration file are.</summary>
/// <param name="ConfigFile">The configuration file, absolute.</param>
/// <param name="ProjectDirectory">The project folder, absolute.</param>
/// <param name="RootDirectory">The folder projects stand in, absolute.</param>
internal sealed record ProjectLocation(string ConfigFile, string ProjectDirectory, string RootDirectory)
{
    /// <summary>Finds the configuration file.</summary>
    /// <param name="request">Where to look.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The place, or <see langword="null"/> when an error was added.</returns>
    public static ProjectLocation? Find(ConfigurationRequest request, ConfigurationErrors errors)
    {
        string root = FindRoot(request);
        if (request.Root is not null && !Directory.Exists(root))
        {
            errors.Add(new ConfigurationPlace("--root"), "", $"no folder `{request.Root}`{Similar(root)}");
            return null;
        }

        string project = Path.GetFullPath(request.Project ?? ".", root);
        if (request.Project is not null && !Directory.Exists(project))
        {
            string shown = ShownPath.Of(project, request.CurrentDirectory);
            errors.Add(new ConfigurationPlace("--project"), "", $"no folder `{shown}`{Similar(project)}; {NewProject}");
            return null;
        }

        string name = request.Config ?? ConfigurationRequest.DefaultConfig;
        bool isPlaced = request.Project is not null || request.Root is not null;
        string[] folders =
            isPlaced && request.Config is null ? [project]
            : isPlaced ? [project, request.CurrentDirectory]
            : [request.CurrentDirectory, project];
        List<string> candidates =
        [
            .. folders.Select(folder => Path.GetFullPath(name, folder)).Distinct(StringComparer.Ordinal),
        ];
        if ((request.ConfigText is null ? candidates.Find(Path.Exists) : candidates[0]) is { } file)
        {
            return new ProjectLocation(file, ProjectOf(file), root);
        }

        string looked = string.Join(
            " and ",
            candidates.Select(path => $"`{ShownPath.Of(path, request.CurrentDirectory)}`")
        );
        errors.Add(
            new ConfigurationPlace("--config"),
            "",
            $"no configuration file; looked for {looked}; name one with `--config` or `--project`{ProjectsIn(root)}, or {NewProject}"
        );
        return null;
    }

    private const string NewProject = "make a project with `baton init project --name NAME`";

    private const int MostNamed = 5;

    private static string FindRoot(ConfigurationRequest request)
    {
        IEnumerable<string> candidates = request.Root is { } given ? [given] : ["baton", "fluxloop"];
        return candidates
                .Select(folder => Path.GetFullPath(folder, request.CurrentDirectory))
                .FirstOrDefault(folder => request.Root is not null || Directory.Exists(folder))
            ?? request.CurrentDirectory;
    }

    private static string ProjectOf(string configFile)
    {
        DirectoryInfo folder = new FileInfo(configFile).Directory!;
        bool isConfigs = string.Equals(folder.Name, "configs", StringComparison.Ordinal) && folder.Parent is not null;
        return isConfigs ? folder.Parent!.FullName : folder.FullName;
    }

    private static string ProjectsIn(string root)
    {
        if (!Directory.Exists(root))
        {
            return "";
        }

        string[] names =
        [
            .. Directory
                .EnumerateDirectories(root)
                .Where(folder => File.Exists(Path.Combine(folder, ConfigurationRequest.DefaultConfig)))
                .Select(folder => $"`{Path.GetFileName(folder)}`")
                .Order(StringComparer.Ordinal)
                .Take(MostNamed + 1),
        ];
        return names.Length switch
        {
            0 => "",
            > MostNamed => $" (there are {string.Join(", ", names[..MostNamed])} and more)",
            1 => $" (there is {names[0]})",
            _ => $" (there are {string.Join(", ", names)})",
        };
    }

    private static string Similar(string missing)
    {
        DirectoryInfo? parent = Directory.GetParent(missing);
        return parent is { Exists: true }
            ? Suggestion.Hint(Path.GetFileName(missing), parent.EnumerateDirectories().Select(folder => folder.Name))
            : "";
    }
}
