using Baton.Mcp.Knowledge;
using ModelContextProtocol.Protocol;

namespace Baton.Mcp.Resources;

/// <summary>The pages of the documentation as resources: <c>baton://docs/guides/inputs.md</c>, <c>baton://README.md</c>.</summary>
internal static class DocumentResources
{
    private const string Scheme = "baton://";
    private const string Markdown = "text/markdown";

    /// <summary>The address of a page.</summary>
    public static string UriOf(DocumentPage page) => Scheme + page.Path;

    /// <summary>All pages.</summary>
    public static IEnumerable<Resource> List() =>
        DocumentLibrary.Pages.Select(page => new Resource
        {
            Uri = UriOf(page),
            Name = page.Path,
            Title = page.Title,
            Description = page.Introduction.ReplaceLineEndings(" "),
            MimeType = Markdown,
            Size = System.Text.Encoding.UTF8.GetByteCount(page.Text),
        });

    /// <summary>The page at an address, or <see langword="null"/> when it is the address of none.</summary>
    public static ReadResourceResult? Read(string uri) =>
        uri.StartsWith(Scheme, StringComparison.Ordinal) && DocumentLibrary.Find(uri[Scheme.Length..]) is { } page
            ? new ReadResourceResult
            {
                Contents =
                [
                    new TextResourceContents
                    {
                        Uri = uri,
                        MimeType = Markdown,
                        Text = page.Text,
                    },
                ],
            }
            : null;
}
