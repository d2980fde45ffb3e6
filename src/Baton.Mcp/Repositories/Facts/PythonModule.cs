using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>How a file of Python is imported.</summary>
/// <param name="Name">The module, dotted.</param>
/// <param name="Folder">The folder it is imported from, from the root.</param>
internal sealed record PythonModule(string Name, string Folder)
{
    /// <summary>Finds it: packages reach up as long as there is an <c>__init__.py</c>, or the file imports from them.</summary>
    public static PythonModule Of(RepositoryFacts facts, CodeFacts file)
    {
        string folder = Paths.Folder(file.Path);
        string import = folder;
        while (
            import.Length > 0
            && facts.Exists($"{import}/__init__.py")
            && IsIdentifier(import[(import.LastIndexOf('/') + 1)..])
        )
        {
            import = Paths.Folder(import);
        }

        for (string above = import; above.Length > 0; above = Paths.Folder(above))
        {
            string name = above[(above.LastIndexOf('/') + 1)..];
            if (file.LocalImports.Exists(used => used.Module.Split('.')[0] == name))
            {
                import = Paths.Folder(above);
            }
        }

        string path = Paths.Below(file.Path, import)[..^3];
        string module = path.Replace('/', '.');
        return new PythonModule(module.EndsWith(".__init__", StringComparison.Ordinal) ? module[..^9] : module, import);
    }

    /// <summary>Whether every part can be written in an <c>import</c>.</summary>
    public bool IsImportable => Name.Split('.').All(IsIdentifier);

    private static bool IsIdentifier(string part) =>
        part.Length > 0
        && !char.IsDigit(part[0])
        && part.All(character => char.IsLetterOrDigit(character) || character == '_');
}
