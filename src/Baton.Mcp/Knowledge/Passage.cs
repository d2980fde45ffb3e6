using System.Text.RegularExpressions;

namespace Baton.Mcp.Knowledge;

/// <summary>What stands below one heading of a page.</summary>
/// <param name="Page">The page.</param>
/// <param name="Heading">The heading; the page's title for what stands before the first one.</param>
/// <param name="Above">The headings around it, the page's title first; empty for the page's beginning.</param>
/// <param name="Text">What stands there, Markdown without the heading.</param>
public sealed partial record Passage(DocumentPage Page, string Heading, IReadOnlyList<string> Above, string Text)
{
    /// <summary>The heading as the end of a link: <c>stopping-and-going-on</c>; empty for the page's beginning.</summary>
    public string Anchor =>
        Above.Count == 0
            ? ""
            : string.Concat(
                Heading
                    .ToLowerInvariant()
                    .Select(sign => sign == ' ' ? '-' : sign)
                    .Where(sign => char.IsLetterOrDigit(sign) || sign is '-' or '_')
            );

    /// <summary>Where it stands: <c>page &gt; heading</c>; the page alone for its beginning.</summary>
    public string Place => Above.Count == 0 ? Page.Path : $"{Page.Path} > {Heading}";

    /// <summary>Whether it says little beside where else to look.</summary>
    internal bool IsLinkList =>
        Link().Matches(Text).Sum(link => link.Length) > Text.Length / 2
        && !Text.Contains("```", StringComparison.Ordinal);

    [GeneratedRegex(@"\[[^\]]*\]\([^)]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
