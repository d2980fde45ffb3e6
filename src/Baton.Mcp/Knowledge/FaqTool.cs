using System.ComponentModel;
using Baton.Configuration;
using Baton.Mcp.Resources;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Knowledge;

/// <summary>The tool <c>faq</c>: passages of the documentation that answer a question.</summary>
internal static class FaqTool
{
    private const int UsualPassages = 3;
    private const int LongestPassage = 6000;

    private static readonly ToolInfo _info = new()
    {
        Name = "faq",
        Title = "Ask Baton's documentation",
        Description =
            "Finds the passages of Baton's documentation (of this very version) that answer a question: configuration, ways to "
            + "reach an agent, errors and what to do about them, formats, commands. Each comes with page and heading to cite. "
            + "`found` is false when the documentation does not answer it: say so then, and do not guess.",
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<FaqArguments, FaqResult>(_info, room, (arguments, _, _) => Task.FromResult(Ask(arguments)));

    private static FaqResult Ask(FaqArguments arguments)
    {
        IReadOnlyList<FoundPassage> found = KnowledgeBase.Shipped.Ask(arguments.Query, arguments.TopK ?? UsualPassages);
        return new FaqResult(
            found.Count > 0,
            [.. found.Select(Show)],
            found.Count > 0
                ? null
                : "Nothing found: the documentation does not answer this. Ask with other words, or read the pages (baton://docs/…)."
        );
    }

    private static FaqPassage Show(FoundPassage found)
    {
        Passage passage = found.Passage;
        string text = passage.Text;
        return new FaqPassage(
            passage.Page.Path,
            passage.Heading,
            DocumentResources.UriOf(passage.Page),
            text.Length <= LongestPassage ? text : text[..LongestPassage] + "\n… (the page has more)",
            Math.Round(found.Score, 2)
        );
    }
}

/// <summary>What <c>faq</c> takes.</summary>
internal sealed record FaqArguments
{
    [Description(
        "The question, or words to look for, in English; settings and options as they are written (`max_turns`, `--resume`)"
    )]
    public required string Query { get; init; }

    [Description("The most passages, best first. Default 3")]
    [Range(1, 20)]
    public int? TopK { get; init; }
}

/// <summary>What <c>faq</c> finds.</summary>
internal sealed record FaqResult(
    [property: Description("Whether the documentation answers the question")] bool Found,
    [property: Description("The passages, the best first")] IReadOnlyList<FaqPassage> Passages,
    [property: Description("What to do when nothing was found")] string? Message
);

/// <summary>A passage with its citation.</summary>
internal sealed record FaqPassage(
    [property: Description("The page, by its path in Baton's repository")] string Page,
    [property: Description("The heading it stands under; the page's title for its beginning")] string Heading,
    [property: Description("The resource that holds the whole page")] string Uri,
    [property: Description("The passage, Markdown")] string Text,
    [property: Description("How well it fits, beside the others")] double Score
);
