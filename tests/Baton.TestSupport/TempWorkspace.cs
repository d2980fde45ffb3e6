namespace Baton.TestSupport;

/// <summary>A folder for one test, removed with everything in it at the end.</summary>
public sealed class TempWorkspace : IDisposable
{
    /// <summary>The folder, absolute.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("baton-test-").FullName;

    /// <summary>Writes a file, making its folders, and returns its absolute path.</summary>
    public string Write(string relativePath, string content)
    {
        string path = Path.Combine(Root, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>The absolute path of a file in the folder, whether it is there or not.</summary>
    public string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    /// <summary>The text of a file in the folder.</summary>
    public string Read(string relativePath) => File.ReadAllText(PathOf(relativePath));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
