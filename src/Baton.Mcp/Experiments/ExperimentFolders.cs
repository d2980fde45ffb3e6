using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Mcp.Places;
using Baton.Mcp.Tools;

namespace Baton.Mcp.Experiments;

/// <summary>Finds experiments inside the root: in its <c>experiments</c> folder, and in those of the projects below it.</summary>
/// <param name="root">The root.</param>
internal sealed class ExperimentFolders(ProjectRoot root)
{
    private const string Usual = "experiments";
    private const int DeepestProject = 2;

    private static readonly EnumerationOptions _folders = new()
    {
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint | FileAttributes.System,
    };

    /// <summary>The experiments of a folder, or of all the usual ones; the latest first.</summary>
    /// <param name="directory">The folder as a call names it, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IReadOnlyList<FoundExperiment> List(string? directory, CancellationToken cancellationToken)
    {
        IEnumerable<string> folders = directory is null ? UsualFolders() : [root.Resolve(directory)];
        return
        [
            .. folders
                .SelectMany(folder => ExperimentReader.List(folder, cancellationToken))
                .Where(found => root.Holds(found.Folder))
                .Select(found => new FoundExperiment(root.Shown(found.Folder), found.Folder, found))
                .OrderByDescending(found => found.Standing.StartedAt)
                .ThenByDescending(found => found.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The experiment that a call means.</summary>
    /// <param name="name">
    /// Its folder from the root, the folder's name alone, or the name it was given, of which the latest is meant; <see langword="null"/>
    /// for the latest of all.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ToolCallException">There is none, or several have the name.</exception>
    /// <exception cref="OutsideRootException">It is outside of the root.</exception>
    public FoundExperiment Find(string? name, CancellationToken cancellationToken)
    {
        if (name is not null)
        {
            string direct = root.Resolve(name);
            if (ExperimentReader.Read(direct, cancellationToken) is { } standing)
            {
                return new FoundExperiment(root.Shown(direct), direct, standing);
            }
        }

        IReadOnlyList<FoundExperiment> all = List(directory: null, cancellationToken);
        FoundExperiment[] named =
        [
            .. all.Where(found =>
                name is null || string.Equals(Path.GetFileName(found.Folder), name, StringComparison.Ordinal)
            ),
        ];
        return named switch
        {
            [] when name is not null && all.FirstOrDefault(found => found.Standing.Name == name) is { } given => given,
            [] when name is null => throw new ToolCallException(
                "there are no experiments inside the root; `run_experiment` makes one"
            ),
            [] => throw new ToolCallException(
                $"`{name}` is no experiment{Suggestion.Hint(name!, all.Select(found => Path.GetFileName(found.Folder)))}; `list_experiments` lists them"
            ),
            [{ } only] => only,
            [{ } latest, ..] when name is null => latest,
            _ => throw new ToolCallException(
                $"several experiments are called `{name}`: {string.Join(", ", named.Select(found => $"`{found.Id}`"))}; name one of these"
            ),
        };
    }

    private IEnumerable<string> UsualFolders()
    {
        Queue<(string Folder, int Depth)> waiting = new([(root.Folder, 0)]);
        while (waiting.TryDequeue(out (string Folder, int Depth) next))
        {
            string candidate = Path.Combine(next.Folder, Usual);
            if (Directory.Exists(candidate) && root.Holds(candidate))
            {
                yield return candidate;
            }

            if (next.Depth < DeepestProject)
            {
                foreach (string below in Directory.EnumerateDirectories(next.Folder, "*", _folders))
                {
                    if (Path.GetFileName(below) is not (Usual or "node_modules"))
                    {
                        waiting.Enqueue((below, next.Depth + 1));
                    }
                }
            }
        }
    }
}
