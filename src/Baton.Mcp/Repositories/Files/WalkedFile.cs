namespace Baton.Mcp.Repositories.Files;

/// <summary>A regular file of the repository.</summary>
/// <param name="Path">From the root, with slashes.</param>
/// <param name="Length">Bytes, when it was seen.</param>
internal readonly record struct WalkedFile(string Path, long Length)
{
    /// <summary>The name without the folders.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The folder, empty at the root.</summary>
    public string Folder => Path.LastIndexOf('/') is >= 0 and var slash ? Path[..slash] : "";
}
