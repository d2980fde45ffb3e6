using Baton.Agents;

namespace Baton.Targets.Python;

/// <summary>Finds the Python interpreter the agent runs in.</summary>
internal static class PythonInterpreter
{
    private static readonly string[] Names = OperatingSystem.IsWindows()
        ? ["python3.exe", "python.exe"]
        : ["python3", "python"];

    /// <summary>
    /// Looks at <c>runner.python</c>, the active virtual environment, one near the project, and the search path, in
    /// that order.
    /// </summary>
    /// <returns>The interpreter's absolute path, or what was looked for.</returns>
    public static (string? Path, AgentError? Error) Find(
        RunnerOptions options,
        TargetEnvironment environment,
        string workingDirectory
    )
    {
        List<string> looked = [];
        string? found = options.Python is { } given
            ? Given(given, environment, looked)
            : InEnvironments(environment, workingDirectory, looked)
                ?? Names
                    .Select(name => OnSearchPath(name, environment, looked))
                    .FirstOrDefault(path => path is not null);
        if (found is not null)
        {
            return (found, null);
        }

        string what = options.Python is { } name ? $"`runner.python: {name}` is not there" : "no Python interpreter";
        string advice = options.Python is null ? "install Python 3.9 or newer, or set `runner.python`" : "correct it";
        return (null, new AgentError(ErrorKind.Start, $"{what}; looked for {string.Join(", ", looked)}; {advice}"));
    }

    private static string? Given(string given, TargetEnvironment environment, List<string> looked)
    {
        string path = Path.GetFullPath(given, environment.ProjectDirectory);
        return Existing(path, looked)
            ?? (
                given.AsSpan().IndexOfAny('/', Path.DirectorySeparatorChar) >= 0
                    ? null
                    : OnSearchPath(given, environment, looked)
            );
    }

    private static string? InEnvironments(TargetEnvironment environment, string workingDirectory, List<string> looked)
    {
        List<string> folders =
        [
            .. new[] { "VIRTUAL_ENV", "CONDA_PREFIX" }
                .Select(name => environment.Variables.GetValueOrDefault(name))
                .OfType<string>()
                .Where(folder => folder.Length > 0),
        ];
        string?[] near =
        [
            environment.ProjectDirectory,
            Path.GetDirectoryName(environment.ProjectDirectory),
            workingDirectory,
        ];
        folders.AddRange(
            from folder in near.OfType<string>().Distinct(StringComparer.Ordinal)
            from name in new[] { ".venv", "venv" }
            select Path.Combine(folder, name)
        );
        return folders
            .Select(folder =>
                OperatingSystem.IsWindows()
                    ? Existing(Path.Combine(folder, "Scripts", "python.exe"), looked)
                        ?? Existing(Path.Combine(folder, "python.exe"), looked)
                    : Existing(Path.Combine(folder, "bin", "python"), looked)
                        ?? Existing(Path.Combine(folder, "bin", "python3"), looked)
            )
            .FirstOrDefault(path => path is not null);
    }

    private static string? OnSearchPath(string name, TargetEnvironment environment, List<string> looked)
    {
        string path =
            environment.Variables.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH") ?? "";
        looked.Add($"`{name}` on the search path");
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    private static string? Existing(string path, List<string> looked)
    {
        looked.Add(path);
        return File.Exists(path) ? path : null;
    }
}
