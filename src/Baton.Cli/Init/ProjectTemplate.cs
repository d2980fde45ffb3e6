using System.Reflection;

namespace Baton.Cli.Init;

/// <summary>The files a new project begins with.</summary>
internal static class ProjectTemplate
{
    private const string Prefix = "init/";

    /// <summary>The templates, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["python", "node", "http"];

    /// <summary>Reads the files of a template, those common to all included.</summary>
    /// <param name="template">One of <see cref="Names"/>.</param>
    /// <param name="project">The project's name, put into the files.</param>
    /// <returns>Relative paths and contents, by path.</returns>
    public static IReadOnlyDictionary<string, string> Read(string template, string project)
    {
        Assembly assembly = typeof(ProjectTemplate).Assembly;
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string resource in assembly.GetManifestResourceNames())
        {
            foreach (string folder in (string[])[$"{Prefix}common/", $"{Prefix}{template}/"])
            {
                if (resource.StartsWith(folder, StringComparison.Ordinal))
                {
                    using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
                    files[PathOf(resource[folder.Length..])] = reader
                        .ReadToEnd()
                        .Replace("@@name@@", project, StringComparison.Ordinal);
                }
            }
        }

        return files;
    }

    // Dot files stand here with an underscore, so that they have no effect on this repository.
    private static string PathOf(string resource) => resource.StartsWith('_') ? $".{resource[1..]}" : resource;
}
