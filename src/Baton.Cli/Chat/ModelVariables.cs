using System.CommandLine;
using Baton.Cli.Parsing;
using Baton.Configuration;

namespace Baton.Cli.Chat;

/// <summary>Finds the environment variables for an agent that no configuration describes.</summary>
internal static class ModelVariables
{
    /// <summary>
    /// The process's variables, then those of <c>.env</c> in the project's folder (without one, the current folder), then
    /// those of <c>.env</c> in the root; the first one that sets a variable wins.
    /// </summary>
    /// <exception cref="ConfigurationException">A named folder is missing, or a <c>.env</c> file is malformed.</exception>
    public static IReadOnlyDictionary<string, string> Read(
        ToolSession session,
        ProjectOptions options,
        ParseResult parsed
    )
    {
        string? givenRoot = parsed.GetValue(options.Root);
        string? givenProject = parsed.GetValue(options.Project);
        string root = Root(givenRoot, session);
        string project =
            givenProject is null && givenRoot is null
                ? session.WorkingDirectory
                : Path.GetFullPath(givenProject ?? ".", root);
        UsageErrors missing = new();
        missing.AddIf(givenRoot is not null && !Directory.Exists(root), options.Root.Name, $"no folder `{givenRoot}`");
        missing.AddIf(
            givenProject is not null && Directory.Exists(root) && !Directory.Exists(project),
            options.Project.Name,
            $"no folder `{givenProject}` in `{Path.GetRelativePath(session.WorkingDirectory, root)}`"
        );
        missing.ThrowIfAny();

        ConfigurationErrors errors = new();
        Dictionary<string, string> variables = new(session.Environment, StringComparer.Ordinal);
        foreach (string folder in new[] { project, root }.Distinct(StringComparer.Ordinal))
        {
            string path = Path.Combine(folder, ".env");
            string shownAs = Path.GetRelativePath(session.WorkingDirectory, path);
            foreach ((string name, string value) in DotEnv.Read(path, errors, shownAs))
            {
                variables.TryAdd(name, value);
            }
        }

        errors.ThrowIfAny();
        return variables;
    }

    private static string Root(string? given, ToolSession session)
    {
        IEnumerable<string> candidates = given is null ? ["baton", "fluxloop"] : [given];
        return candidates
                .Select(folder => Path.GetFullPath(folder, session.WorkingDirectory))
                .FirstOrDefault(folder => given is not null || Directory.Exists(folder))
            ?? session.WorkingDirectory;
    }
}
