using System.Reflection;

namespace Baton.Mcp.Knowledge;

/// <summary>The documentation of this very version: the pages that were there when it was built. Thread-safe.</summary>
public static class DocumentLibrary
{
    private const string Prefix = "pages/";

    private static readonly Lazy<IReadOnlyList<DocumentPage>> _pages = new(Load);

    /// <summary>All pages, by path.</summary>
    public static IReadOnlyList<DocumentPage> Pages => _pages.Value;

    /// <summary>The page that stands at a path, or <see langword="null"/>.</summary>
    public static DocumentPage? Find(string path) =>
        Pages.FirstOrDefault(page => string.Equals(page.Path, path, StringComparison.Ordinal));

    private static DocumentPage[] Load()
    {
        Assembly assembly = typeof(DocumentLibrary).Assembly;
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Read(assembly, name)),
        ];
    }

    private static DocumentPage Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        string text = reader.ReadToEnd().ReplaceLineEndings("\n");
        string path = name[Prefix.Length..];
        string title = text.Split('\n').FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))
            is { } line
            ? line[2..].Trim()
            : path;
        return new DocumentPage(path, title, text);
    }
}
