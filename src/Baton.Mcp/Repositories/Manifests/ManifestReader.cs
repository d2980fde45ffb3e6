using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;

namespace Baton.Mcp.Repositories.Manifests;

/// <summary>Recognises manifests by their names and reads them. A broken one gives what could be read.</summary>
internal static class ManifestReader
{
    private static readonly (string Name, string Manager, Code.CodeLanguage Language)[] Locks =
    [
        ("package-lock.json", "npm", Code.CodeLanguage.Script),
        ("npm-shrinkwrap.json", "npm", Code.CodeLanguage.Script),
        ("yarn.lock", "yarn", Code.CodeLanguage.Script),
        ("pnpm-lock.yaml", "pnpm", Code.CodeLanguage.Script),
        ("bun.lockb", "bun", Code.CodeLanguage.Script),
        ("bun.lock", "bun", Code.CodeLanguage.Script),
        ("deno.lock", "deno", Code.CodeLanguage.Script),
        ("poetry.lock", "poetry", Code.CodeLanguage.Python),
        ("uv.lock", "uv", Code.CodeLanguage.Python),
        ("pdm.lock", "pdm", Code.CodeLanguage.Python),
        ("Pipfile.lock", "pipenv", Code.CodeLanguage.Python),
        ("conda-lock.yml", "conda", Code.CodeLanguage.Python),
        ("pixi.lock", "pixi", Code.CodeLanguage.Python),
        ("go.sum", "go", Code.CodeLanguage.Go),
        ("gradle.lockfile", "gradle", Code.CodeLanguage.Java),
        ("packages.lock.json", "nuget", Code.CodeLanguage.DotNet),
    ];

    /// <summary>Whether a file is a manifest or another file this reads.</summary>
    public static bool Knows(string name) => Reader(name) is not null || LockOf(name) is not null;

    /// <summary>Whether the name alone says everything, so that the file need not be read.</summary>
    public static bool IsLock(string name) => LockOf(name) is not null;

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The path from the root.</param>
    /// <param name="text">Its text; not looked at for lock files.</param>
    public static ManifestFacts Read(string path, string text)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        if (LockOf(name) is { } known)
        {
            return new ManifestFacts
            {
                Path = path,
                Manager = known.Manager,
                Language = known.Language,
                IsLock = true,
            };
        }

        ManifestFacts empty = new() { Path = path };
        try
        {
            return Reader(name)?.Invoke(path, text) ?? empty;
        }
        catch (Exception exception)
            when (exception is JsonException or XmlException or RegexMatchTimeoutException or InvalidOperationException)
        {
            return empty;
        }
    }

    private static (string Name, string Manager, Code.CodeLanguage Language)? LockOf(string name)
    {
        int index = Array.FindIndex(Locks, known => known.Name == name);
        return index < 0 ? null : Locks[index];
    }

    private static Func<string, string, ManifestFacts>? Reader(string name) =>
        name switch
        {
            "package.json" => PackageJson.Read,
            "pyproject.toml" => PythonManifests.Project,
            "Pipfile" => PythonManifests.Pipfile,
            "setup.cfg" => PythonManifests.SetupCfg,
            "setup.py" => PythonManifests.SetupPy,
            "go.mod" => GoModule.Read,
            "pom.xml" => JavaManifests.Pom,
            "build.gradle" or "build.gradle.kts" => JavaManifests.Gradle,
            "Directory.Packages.props" => DotNetManifests.Read,
            "application.properties" or "application.yml" or "application.yaml" => DeploymentFiles.SpringSettings,
            "langgraph.json" => DeploymentFiles.LangGraph,
            "launchSettings.json" => DeploymentFiles.LaunchSettings,
            "Procfile" or "docker-compose.yml" or "docker-compose.yaml" or "compose.yaml" or "compose.yml" =>
                DeploymentFiles.Plain,
            ".env.example" or ".env.template" or ".env-template" or ".env.sample" or "env.example" =>
                DeploymentFiles.Environment,
            _ when name.StartsWith("Dockerfile", StringComparison.Ordinal) => DeploymentFiles.Dockerfile,
            _ when name.EndsWith(".csproj", StringComparison.Ordinal)
                    || name.EndsWith(".fsproj", StringComparison.Ordinal) => DotNetManifests.Read,
            _ when name.StartsWith("requirements", StringComparison.Ordinal)
                    && name.EndsWith(".txt", StringComparison.Ordinal) => PythonManifests.Requirements,
            _ => null,
        };
}
