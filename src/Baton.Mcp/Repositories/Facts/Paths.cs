namespace Baton.Mcp.Repositories.Facts;

/// <summary>Compares paths from the root, with slashes.</summary>
internal static class Paths
{
    /// <summary>Whether a path stands in a folder; every path stands in the root, which is empty.</summary>
    public static bool IsIn(string path, string folder) =>
        folder.Length == 0
        || (
            path.Length > folder.Length
            && path[folder.Length] == '/'
            && path.StartsWith(folder, StringComparison.Ordinal)
        );

    /// <summary>How many folders two paths share from the root.</summary>
    public static int Common(string a, string b)
    {
        string[] first = a.Split('/');
        string[] second = b.Split('/');
        int shared = 0;
        while (shared < Math.Min(first.Length, second.Length) - 1 && first[shared] == second[shared])
        {
            shared++;
        }

        return shared;
    }

    /// <summary>The folder of a path, empty at the root.</summary>
    public static string Folder(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    /// <summary>The way from one folder to a path below it.</summary>
    public static string Below(string path, string folder) => folder.Length == 0 ? path : path[(folder.Length + 1)..];

    /// <summary>A path put together from a folder and a relative path with <c>.</c> and <c>..</c>; nothing where it leaves the root.</summary>
    public static string? Resolve(string folder, string relative)
    {
        List<string> segments = [.. folder.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        foreach (string segment in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                if (segments.Count == 0)
                {
                    return null;
                }

                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment != ".")
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }
}
