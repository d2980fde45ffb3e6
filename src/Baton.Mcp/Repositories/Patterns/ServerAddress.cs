using System.Globalization;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;
using Baton.Mcp.Repositories.Manifests;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Where a server of the repository listens, and how it is started.</summary>
internal static class ServerAddress
{
    private static readonly (string Framework, int Port)[] Usual =
    [
        ("FastAPI", 8000),
        ("Django", 8000),
        ("Starlette", 8000),
        ("Flask", 5000),
        ("Quart", 5000),
        ("aiohttp", 8080),
        ("Sanic", 8000),
    ];

    /// <summary>The port.</summary>
    public static int Port(RepositoryFacts facts, CodeFacts file)
    {
        string project = facts.ProjectFolderOf(file);
        IEnumerable<CodeFacts> own = facts.Code.Where(other =>
            other.Language == file.Language && Paths.IsIn(other.Path, project) && other.Role == FileRole.Product
        );
        foreach (
            CodeFacts other in own.Where(other =>
                    other == file || other.Mark("serve") is not null || other.Mark("main") is not null
                )
                .OrderByDescending(other => other.Mark("serve") is not null)
        )
        {
            if (other.Marks.Find(mark => mark.Name == "port" && !IsForeign(mark.Value)) is { } port)
            {
                return int.Parse(port.Value, CultureInfo.InvariantCulture);
            }
        }

        ManifestFacts? named = facts
            .Manifests.Where(manifest => manifest.Facts.TryGetValue("port", out string? port) && !IsForeign(port))
            .OrderByDescending(manifest => Paths.IsIn(manifest.Path, project))
            .ThenByDescending(manifest => Paths.Common(manifest.Path, file.Path))
            .ThenBy(manifest => manifest.FileName.StartsWith("docker-compose", StringComparison.Ordinal))
            .FirstOrDefault(manifest => Fits(manifest, file, project));
        if (
            named is not null
            && int.TryParse(named.Facts["port"], NumberStyles.None, CultureInfo.InvariantCulture, out int told)
        )
        {
            return told;
        }

        return file.Language switch
        {
            CodeLanguage.Python => Usual.FirstOrDefault(usual => facts.Has(usual.Framework)).Port is > 0 and var port
                ? port
                : 8000,
            CodeLanguage.Script => 3000,
            CodeLanguage.DotNet => 5000,
            _ => 8080,
        };
    }

    /// <summary>The command that starts the server, where it can be told.</summary>
    public static string? Start(RepositoryFacts facts, CodeFacts file, int port)
    {
        ManifestFacts? project = facts.ProjectOf(file);
        string folder = facts.ProjectFolderOf(file);
        string at = folder.Length == 0 ? "" : $"cd {folder} && ";
        switch (file.Language)
        {
            case CodeLanguage.Script when project is not null:
                CommandFact? script =
                    project.Commands.Find(command => command is { Kind: "script", Name: "start:dev" })
                    ?? project.Commands.Find(command => command is { Kind: "script", Name: "dev" })
                    ?? project.Commands.Find(command => command is { Kind: "script", Name: "start" });
                return script is null
                    ? $"{at}node {Paths.Below(file.Path, folder)}"
                    : $"{at}{Manager(facts, folder)} run {script.Name}";
            case CodeLanguage.Python:
                return PythonStart(facts, file, folder, at, port);
            case CodeLanguage.Go:
                string main = Paths.Folder(Programs.GoMain(facts, file, folder));
                return $"{at}go run {(main.Length == 0 ? "." : "./" + main)}";
            case CodeLanguage.Java:
                bool isGradle = project?.Manager == "gradle";
                return isGradle ? $"{at}gradle bootRun" : $"{at}mvn spring-boot:run";
            case CodeLanguage.DotNet when project is not null:
                return $"dotnet run --project {(folder.Length == 0 ? "." : folder)}";
            default:
                return null;
        }
    }

    /// <summary>The package manager of a folder: the one whose lock file stands nearest above it.</summary>
    public static string Manager(RepositoryFacts facts, string folder) =>
        facts
            .Manifests.Where(manifest =>
                manifest is { IsLock: true, Language: CodeLanguage.Script } && Paths.IsIn(folder + "/", manifest.Folder)
            )
            .OrderByDescending(manifest => manifest.Folder.Length)
            .Select(manifest => manifest.Manager)
            .FirstOrDefault("npm");

    private static string? PythonStart(RepositoryFacts facts, CodeFacts file, string folder, string at, int port)
    {
        CodeFacts? app = facts
            .Code.Where(other => other is { Language: CodeLanguage.Python } && Paths.IsIn(other.Path, folder))
            .Where(other => other.Objects.Exists(IsApplication))
            .OrderByDescending(other => other == file)
            .ThenBy(other => other.Role)
            .FirstOrDefault();
        if (app is null)
        {
            return facts.Exists(folder.Length == 0 ? "manage.py" : $"{folder}/manage.py")
                ? $"{at}python manage.py runserver {port}"
                : null;
        }

        if (app.Mark("serve") is not null && app.Mark("main") is not null)
        {
            PythonModule program = PythonModule.Of(facts, app);
            bool isInPackage = program.Name.Contains('.', StringComparison.Ordinal) && program.Folder == folder;
            return isInPackage ? $"{at}python -m {program.Name}" : $"{at}python {Paths.Below(app.Path, folder)}";
        }

        ObjectFact made = app.Objects.Find(IsApplication)!;
        PythonModule module = PythonModule.Of(facts, app);
        string path = module.Folder.Length > folder.Length ? $" --app-dir {Paths.Below(module.Folder, folder)}" : "";
        return made.Callee.EndsWith("Flask", StringComparison.Ordinal)
            ? $"{at}flask --app {module.Name} run --port {port}"
            : $"{at}uvicorn {module.Name}:{made.Name}{path} --port {port}";
    }

    private static bool IsApplication(ObjectFact made) =>
        made.Callee.Split('.')[^1]
            is "FastAPI"
                or "Flask"
                or "Starlette"
                or "Quart"
                or "Sanic"
                or "Litestar"
                or "create_app";

    /// <summary>Ports of databases and model servers beside the agent.</summary>
    private static bool IsForeign(string port) =>
        port
            is "5432"
                or "6379"
                or "27017"
                or "3306"
                or "9200"
                or "6333"
                or "19530"
                or "11434"
                or "5672"
                or "4317"
                or "4318"
                or "7687";

    private static bool Fits(ManifestFacts manifest, CodeFacts file, string project)
    {
        string folder = manifest.FileName == "launchSettings.json" ? Paths.Folder(manifest.Folder) : manifest.Folder;
        return manifest.FileName switch
        {
            "launchSettings.json" => file.Language == CodeLanguage.DotNet && Paths.IsIn(file.Path, folder),
            "application.properties" or "application.yml" or "application.yaml" => file.Language == CodeLanguage.Java
                && Paths.IsIn(manifest.Path, project),
            _ => Paths.IsIn(file.Path, folder)
                && (folder.Length >= project.Length || manifest.FileName == "Dockerfile"),
        };
    }
}
