namespace Baton.Mcp.Tests.Repositories;

/// <summary>An invented repository, written in the test that needs it.</summary>
internal sealed class Repository : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    /// <summary>Writes files: path and content in turns.</summary>
    public Repository(params string[] files)
    {
        for (int i = 0; i < files.Length; i += 2)
        {
            Write(files[i], files[i + 1]);
        }
    }

    /// <summary>A folder of that name, so that names made from it stay the same.</summary>
    public string Root => _workspace.PathOf("shop");

    public string Write(string path, string content) => _workspace.Write("shop/" + path, content);

    public string PathOf(string path) => _workspace.PathOf("shop/" + path);

    /// <summary>A path beside the repository, outside of its root.</summary>
    public string Outside(string path) => _workspace.PathOf(path);

    public void Dispose() => _workspace.Dispose();
}
