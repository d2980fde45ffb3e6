using Baton.Configuration;

namespace Baton.Cli.Init;

/// <summary>Makes the folder of a new project.</summary>
internal static class NewProject
{
    /// <summary>Writes the files of a template.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The name cannot be used, or files are in the way.</exception>
    public static int Make(ToolSession session, string name, string template, string? root, bool force)
    {
        string rootFolder = root ?? DefaultRoot(session.WorkingDirectory);
        string shown = Path.Combine(rootFolder, name);
        ConfigurationErrors errors = new();
        if (!IsName(name))
        {
            errors.Add(
                new ConfigurationPlace("--name"),
                "",
                $"`{name}` cannot be a folder's name; use letters, digits, `-`, `_` and `.`, beginning with a letter or digit"
            );
        }

        errors.ThrowIfAny();
        string folder = Path.GetFullPath(shown, session.WorkingDirectory);
        IReadOnlyDictionary<string, string> files = ProjectTemplate.Read(template, name);
        foreach (string file in files.Keys.Where(file => !force && Path.Exists(Path.Combine(folder, file))))
        {
            errors.Add(
                new ConfigurationPlace(Path.Combine(shown, file)),
                "",
                "exists already; choose another `--name`, or overwrite it with `--force`"
            );
        }

        errors.ThrowIfAny();
        foreach ((string file, string content) in files)
        {
            string path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
            session.Out.WriteLine(Path.Combine(shown, file));
        }

        TellNext(session, name, template, rootFolder, isDefaultRoot: root is null);
        return ExitCodes.Ok;
    }

    private static void TellNext(ToolSession session, string name, string template, string root, bool isDefaultRoot)
    {
        session.Error.WriteLine();
        session.Error.WriteLine("The project is ready. Next:");
        if (template is "http")
        {
            session.Error.WriteLine($"  python3 {Path.Combine(root, name, "server.py")} &");
        }

        string place = isDefaultRoot ? $"--project {name}" : $"--root {root} --project {name}";
        session.Error.WriteLine($"  baton run experiment {place} --yes");
    }

    private static string DefaultRoot(string workingDirectory)
    {
        bool onlyOther =
            Directory.Exists(Path.Combine(workingDirectory, "fluxloop"))
            && !Directory.Exists(Path.Combine(workingDirectory, "baton"));
        return onlyOther ? "fluxloop" : "baton";
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
