namespace Baton.Mcp.Places;

/// <summary>The folder that everything is read from, and nothing outside of it. Immutable and thread-safe.</summary>
internal sealed class ProjectRoot
{
    private const int MostLinks = 40;

    private readonly string _real;

    /// <summary>A folder as the root.</summary>
    /// <param name="folder">The folder, absolute.</param>
    public ProjectRoot(string folder)
    {
        Folder = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        _real = RealPath(Folder);
    }

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>The absolute path that a call means.</summary>
    /// <param name="path">The path as it was given, from the root or absolute.</param>
    /// <exception cref="OutsideRootException">It is outside of the root, or a link on its way leads there.</exception>
    public string Resolve(string path)
    {
        string full;
        try
        {
            full = System.IO.Path.GetFullPath(path, Folder);
        }
        catch (ArgumentException)
        {
            throw new OutsideRootException(path.Replace('\0', '?'), "is no path");
        }

        if (!IsInside(full, Folder) && !IsInside(full, _real))
        {
            throw new OutsideRootException(path, "is outside of the root");
        }

        return IsInside(RealPath(full), _real)
            ? full
            : throw new OutsideRootException(path, "is a link out of the root");
    }

    /// <summary>Whether a path stays inside when every link on its way is followed.</summary>
    /// <param name="full">The path, absolute.</param>
    public bool Holds(string full) => IsInside(RealPath(full), _real);

    /// <summary>A path as it is shown: from the root, with slashes.</summary>
    public string Shown(string full)
    {
        string shown = System.IO.Path.GetRelativePath(IsInside(full, Folder) ? Folder : _real, full);
        return System.IO.Path.DirectorySeparatorChar == '/' ? shown : shown.Replace('\\', '/');
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (
            path.Length == folder.Length
            || System.IO.Path.EndsInDirectorySeparator(folder)
            || path[folder.Length] == System.IO.Path.DirectorySeparatorChar
        );

    // Follows the links of every part of the way; parts that are not there are taken as they are.
    private static string RealPath(string path)
    {
        string root = System.IO.Path.GetPathRoot(path)!;
        string real = root;
        Queue<string> parts = new(Parts(path, root));
        int links = 0;
        while (parts.TryDequeue(out string? part))
        {
            string next = System.IO.Path.Combine(real, part);
            if (LinkTarget(next) is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return root;
            }

            string led = System.IO.Path.GetFullPath(target, real);
            parts = new Queue<string>([.. Parts(led, root), .. parts]);
            real = root;
        }

        return System.IO.Path.TrimEndingDirectorySeparator(real);
    }

    private static string[] Parts(string path, string root) =>
        path[root.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
