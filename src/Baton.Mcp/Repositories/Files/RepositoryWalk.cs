using System.IO.Enumeration;

namespace Baton.Mcp.Repositories.Files;

/// <summary>
/// Finds the files of a repository: in the order of their paths, without links, and without what <c>.gitignore</c> and
/// <see cref="SkippedFolders"/> leave out. Nothing outside the root is looked at.
/// </summary>
/// <param name="root">The folder, absolute, itself no link.</param>
/// <param name="limits">How much to look at.</param>
internal sealed class RepositoryWalk(string root, AnalysisLimits limits)
{
    private const int LongestIgnoreFile = 256 * 1024;

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        ReturnSpecialDirectories = false,
    };

    private readonly List<WalkedFile> _files = [];

    /// <summary>Folders left out.</summary>
    public int SkippedFolderCount { get; private set; }

    /// <summary>Files left out by <c>.gitignore</c>.</summary>
    public int SkippedFileCount { get; private set; }

    /// <summary>Links left out.</summary>
    public int LinkCount { get; private set; }

    /// <summary>Folders that could not be listed.</summary>
    public int UnreadableCount { get; private set; }

    /// <summary>Whether a limit ended the walk or kept it out of a folder.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Walks. May be called once.</summary>
    public IReadOnlyList<WalkedFile> Walk(CancellationToken cancellationToken)
    {
        Visit([], IgnoreRules.None, cancellationToken);
        return _files;
    }

    private void Visit(string[] folder, IgnoreRules outer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = Path.Join([root, .. folder]);
        if (List(path) is not { } entries)
        {
            return;
        }

        List<string> names = [.. entries.Where(entry => entry.Kind == EntryKind.File).Select(entry => entry.Name)];
        if (folder.Length > 0 && SkippedFolders.IsVirtualEnvironment(names))
        {
            SkippedFolderCount++;
            return;
        }

        IgnoreRules rules = names.Contains(".gitignore", StringComparer.Ordinal)
            ? outer.With(folder.Length, TextFile.ReadStart(Path.Join(path, ".gitignore"), LongestIgnoreFile) ?? "")
            : outer;
        string[] inside = [.. folder, ""];
        foreach (Entry entry in entries)
        {
            inside[^1] = entry.Name;
            switch (entry.Kind)
            {
                case EntryKind.Link:
                    LinkCount++;
                    break;
                case EntryKind.File when rules.Ignores(inside, isFolder: false):
                    SkippedFileCount++;
                    break;
                case EntryKind.File when _files.Count >= limits.MaxFiles:
                    IsCut = true;
                    return;
                case EntryKind.File:
                    _files.Add(new WalkedFile(string.Join('/', inside), entry.Length));
                    break;
                case EntryKind.Folder
                    when SkippedFolders.Skips(entry.Name, names) || rules.Ignores(inside, isFolder: true):
                    SkippedFolderCount++;
                    break;
                case EntryKind.Folder when folder.Length >= limits.MaxDepth:
                    IsCut = true;
                    break;
                case EntryKind.Folder:
                    Visit([.. inside], rules, cancellationToken);
                    break;
            }

            if (IsCut && _files.Count >= limits.MaxFiles)
            {
                return;
            }
        }
    }

    private List<Entry>? List(string path)
    {
        try
        {
            List<Entry> entries = [.. new FileSystemEnumerable<Entry>(path, Read, Everything)];
            entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            return entries;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            UnreadableCount++;
            return null;
        }
    }

    private static Entry Read(ref FileSystemEntry entry)
    {
        // A link is told by its own attributes; whatever it leads to is not asked.
        bool isLink = (entry.Attributes & FileAttributes.ReparsePoint) != FileAttributes.None;
        EntryKind kind =
            isLink ? EntryKind.Link
            : entry.IsDirectory ? EntryKind.Folder
            : EntryKind.File;
        return new Entry(entry.FileName.ToString(), kind, kind == EntryKind.File ? entry.Length : 0);
    }

    private enum EntryKind
    {
        File,
        Folder,
        Link,
    }

    private readonly record struct Entry(string Name, EntryKind Kind, long Length);
}
