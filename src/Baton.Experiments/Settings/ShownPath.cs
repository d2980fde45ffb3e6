namespace Baton.Experiments.Settings;

/// <summary>Paths as the user would type them.</summary>
internal static class ShownPath
{
    /// <summary>The path from the current folder when it is inside that, otherwise the absolute path.</summary>
    public static string Of(string path, string currentDirectory)
    {
        string relative = Path.GetRelativePath(currentDirectory, path);
        bool isInside = !Path.IsPathRooted(relative) && !relative.StartsWith("..", StringComparison.Ordinal);
        return isInside ? relative.Replace('\\', '/') : Path.GetFullPath(path);
    }
}
