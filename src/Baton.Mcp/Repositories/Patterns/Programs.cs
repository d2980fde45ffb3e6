using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;
using Baton.Mcp.Repositories.Manifests;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>How a file is run as a program.</summary>
internal static class Programs
{
    /// <summary>A command.</summary>
    /// <param name="Words">The program and its arguments.</param>
    /// <param name="Folder">The folder it runs in, from the root.</param>
    /// <param name="Prerequisites">What has to be done before.</param>
    public sealed record Command(IReadOnlyList<string> Words, string Folder, IReadOnlyList<string> Prerequisites)
    {
        /// <summary>The words as JSON.</summary>
        public JsonArray Arguments => [.. Words.Select(word => (JsonNode)word)];
    }

    /// <summary>The command for a file that holds a program, or belongs to one.</summary>
    public static Command Of(RepositoryFacts facts, CodeFacts file)
    {
        string folder = facts.ProjectFolderOf(file);
        string path = Paths.Below(file.Path, folder);
        ManifestFacts? project = facts.ProjectOf(file);
        switch (file.Language)
        {
            case CodeLanguage.Python:
                PythonModule module = PythonModule.Of(facts, file);
                bool isPackage = module.Name.Contains('.', StringComparison.Ordinal) && module.Folder == folder;
                string dotted = module.Name.EndsWith(".__main__", StringComparison.Ordinal)
                    ? module.Name[..^9]
                    : module.Name;
                return new Command(
                    isPackage
                        ? [.. Interpreter(facts, project, folder), "-m", dotted]
                        : [.. Interpreter(facts, project, folder), path],
                    folder,
                    []
                );
            case CodeLanguage.Script:
                return Script(facts, file, folder, path, project);
            case CodeLanguage.Go:
                string package = Paths.Folder(GoMain(facts, file, folder));
                return new Command(["go", "run", package.Length == 0 ? "." : "./" + package], folder, ["install Go"]);
            case CodeLanguage.Java:
                string build = project?.Manager == "gradle" ? "gradle build" : "mvn package";
                string jar =
                    project?.Manager == "gradle" ? $"build/libs/{project.Name}.jar" : $"target/{project?.Name}.jar";
                return new Command(
                    ["java", "-jar", jar],
                    folder,
                    [$"build it: `{build}`, and correct the name of the jar"]
                );
            case CodeLanguage.DotNet:
                return new Command(["dotnet", "run", "--no-build"], folder, ["build it: `dotnet build`"]);
            default:
                throw new ArgumentOutOfRangeException(nameof(file), file.Language, message: null);
        }
    }

    /// <summary>The interpreter that has the project's packages, once they are installed as the prerequisites say.</summary>
    private static string[] Interpreter(RepositoryFacts facts, ManifestFacts? project, string folder)
    {
        if (project is null || project.Packages.Count == 0)
        {
            return ["python3"];
        }

        string manager = facts
            .Manifests.Where(manifest =>
                manifest is { IsLock: true, Language: CodeLanguage.Python } && Paths.IsIn(folder + "/", manifest.Folder)
            )
            .OrderByDescending(manifest => manifest.Folder.Length)
            .Select(manifest => manifest.Manager)
            .FirstOrDefault(project.Manager);
        return manager is "poetry" or "pipenv" or "pdm" ? [manager, "run", "python"] : [".venv/bin/python"];
    }

    private static Command Script(
        RepositoryFacts facts,
        CodeFacts file,
        string folder,
        string path,
        ManifestFacts? project
    )
    {
        CommandFact? command = project?.Commands.Find(known => known.Kind == "command");
        bool isTyped = path.EndsWith("ts", StringComparison.Ordinal) || path.EndsWith("tsx", StringComparison.Ordinal);
        if (!isTyped && file.Mark("main") is null && command is null)
        {
            return new Command(["node", path], folder, []);
        }

        if (command is not null && file.Role == FileRole.Product)
        {
            string body = command.Body.StartsWith("./", StringComparison.Ordinal) ? command.Body[2..] : command.Body;
            bool isBuilt = !facts.Exists(folder.Length == 0 ? body : $"{folder}/{body}");
            string manager = ServerAddress.Manager(facts, folder);
            return new Command(
                ["node", body],
                folder,
                isBuilt ? [$"build it: `{manager} install` and `{manager} run build`"] : []
            );
        }

        return isTyped ? new Command(["npx", "tsx", path], folder, []) : new Command(["node", path], folder, []);
    }

    /// <summary>The file in which the program of a Go module begins: the folder named like the module, else the nearest.</summary>
    public static string GoMain(RepositoryFacts facts, CodeFacts file, string folder)
    {
        CodeFacts main = file.Mark("main") is not null
            ? file
            : facts
                .Code.Where(other =>
                    other is { Language: CodeLanguage.Go, Role: FileRole.Product }
                    && other.Mark("main") is not null
                    && Paths.IsIn(other.Path, folder)
                )
                .OrderByDescending(other =>
                    Paths.Folder(other.Path).Split('/')[^1] == facts.ProjectOf(file)?.Name.Split('/')[^1]
                )
                .ThenByDescending(other => Paths.Common(other.Path, file.Path))
                .ThenBy(other => other.Path.Length)
                .FirstOrDefault(file);
        return Paths.Below(main.Path, folder);
    }
}
