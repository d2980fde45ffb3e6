using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Files;
using Baton.Mcp.Repositories.Manifests;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>Everything one walk found: what the patterns judge by. Read-only once made.</summary>
internal sealed class RepositoryFacts
{
    private readonly ILookup<string, (CodeFacts File, ClassFact Class)> _classes;
    private readonly HashSet<string> _paths;
    private readonly Dictionary<(CodeLanguage Language, string Folder), ManifestFacts> _projects = [];

    /// <summary>Takes over what was collected.</summary>
    public RepositoryFacts(
        string root,
        IReadOnlyList<WalkedFile> files,
        IReadOnlyList<CodeFacts> code,
        IReadOnlyList<ManifestFacts> manifests,
        IReadOnlyList<string> teams,
        AnalysisCoverage coverage
    )
    {
        Root = root;
        Files = files;
        Code = code;
        Manifests = manifests;
        Teams = teams;
        Coverage = coverage;
        _paths = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        _classes = code.SelectMany(file => file.Classes.Select(made => (File: file, Class: made)))
            .ToLookup(pair => pair.Class.Name, StringComparer.Ordinal);
        foreach (
            ManifestFacts manifest in manifests.Where(manifest => manifest is { Language: not null, IsLock: false })
        )
        {
            // `requirements/dev.txt` speaks for the folder above it.
            string folder = manifest.Folder.EndsWith("requirements", StringComparison.Ordinal)
                ? Paths.Folder(manifest.Folder)
                : manifest.Folder;
            _projects.TryAdd((manifest.Language!.Value, folder), manifest);
        }

        Mounting = [.. code.Where(file => file.Mounts.Count > 0)];
        LocalModules.Separate(this);
        Frameworks = FrameworkDetection.Find(this);
    }

    /// <summary>The folder, absolute.</summary>
    public string Root { get; }

    /// <summary>All files, in the order of the walk.</summary>
    public IReadOnlyList<WalkedFile> Files { get; }

    /// <summary>Files of code that were read.</summary>
    public IReadOnlyList<CodeFacts> Code { get; }

    /// <summary>Files under whose addresses routes of other files hang.</summary>
    public IReadOnlyList<CodeFacts> Mounting { get; }

    /// <summary>Manifests, in the order of the walk.</summary>
    public IReadOnlyList<ManifestFacts> Manifests { get; }

    /// <summary>Paths of team files of Baton.</summary>
    public IReadOnlyList<string> Teams { get; }

    /// <summary>What was looked at.</summary>
    public AnalysisCoverage Coverage { get; }

    /// <summary>Frameworks in use.</summary>
    public IReadOnlyList<Framework> Frameworks { get; }

    /// <summary>Whether anything agents are made with, or a model's client, is in use.</summary>
    public bool HasAgentFramework => Frameworks.Any(framework => framework.Kind == FrameworkKind.Agent);

    /// <summary>Whether a model is asked anywhere.</summary>
    public bool AsksModels => Frameworks.Any(framework => framework.Kind is FrameworkKind.Agent or FrameworkKind.Model);

    /// <summary>Whether a framework is in use.</summary>
    public bool Has(string framework) => Frameworks.Any(known => known.Name == framework);

    /// <summary>Whether there is a file.</summary>
    /// <param name="path">From the root, with slashes.</param>
    public bool Exists(string path) => _paths.Contains(path);

    /// <summary>A class by its name: of the same file, else the one nearest by folder.</summary>
    public (CodeFacts File, ClassFact Class)? FindClass(string name, CodeFacts near)
    {
        List<(CodeFacts File, ClassFact Class)> known =
        [
            .. _classes[name].Where(pair => pair.File.Language == near.Language),
        ];
        return known.Count == 0
            ? null
            : known
                .OrderByDescending(pair => pair.File == near ? int.MaxValue : Paths.Common(pair.File.Path, near.Path))
                .ThenBy(pair => pair.File.Role)
                .First();
    }

    /// <summary>The manifest of a language that stands nearest above a file, lock files left out.</summary>
    public ManifestFacts? ProjectOf(CodeFacts file)
    {
        for (string folder = Paths.Folder(file.Path); ; folder = Paths.Folder(folder))
        {
            if (_projects.TryGetValue((file.Language, folder), out ManifestFacts? project))
            {
                return project;
            }

            if (folder.Length == 0)
            {
                return null;
            }
        }
    }

    /// <summary>The folder of the project a file belongs to; the root where there is no manifest.</summary>
    public string ProjectFolderOf(CodeFacts file)
    {
        string folder = ProjectOf(file)?.Folder ?? "";
        return folder.EndsWith("requirements", StringComparison.Ordinal) ? Paths.Folder(folder) : folder;
    }
}
