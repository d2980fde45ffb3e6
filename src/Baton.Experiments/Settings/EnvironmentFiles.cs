using Baton.Configuration;

namespace Baton.Experiments.Settings;

/// <summary>The environment variables of a project: the process's own, and where those are unset, the <c>.env</c> files'.</summary>
internal static class EnvironmentFiles
{
    /// <summary>The name of these files.</summary>
    public const string FileName = ".env";

    /// <summary>Reads the variables. The process comes before the project's file, and that before the root's.</summary>
    public static IReadOnlyDictionary<string, string> Read(
        ProjectLocation location,
        ConfigurationRequest request,
        ConfigurationErrors errors
    )
    {
        Dictionary<string, string> variables = new(request.Environment, StringComparer.Ordinal);
        foreach (string folder in Folders(location))
        {
            string path = Path.Combine(folder, FileName);
            string shownAs = ShownPath.Of(path, request.CurrentDirectory);
            foreach ((string name, string value) in DotEnv.Read(path, errors, shownAs))
            {
                variables.TryAdd(name, value);
            }
        }

        return variables;
    }

    private static IEnumerable<string> Folders(ProjectLocation location)
    {
        yield return location.ProjectDirectory;
        string fromRoot = Path.GetRelativePath(location.RootDirectory, location.ProjectDirectory);
        bool isBelowRoot = !Path.IsPathRooted(fromRoot) && !fromRoot.StartsWith("..", StringComparison.Ordinal);
        if (isBelowRoot && !string.Equals(fromRoot, ".", StringComparison.Ordinal))
        {
            yield return location.RootDirectory;
        }
    }
}
