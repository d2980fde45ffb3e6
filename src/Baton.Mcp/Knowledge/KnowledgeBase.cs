using Baton.Mcp.Knowledge.Wording;

namespace Baton.Mcp.Knowledge;

/// <summary>Finds the passages of the documentation that answer a question. Immutable and thread-safe.</summary>
/// <remarks>
/// Words are looked for by their stems and by what else they may be called; identifiers such as <c>max_turns</c> whole and by
/// their parts. Passages have words of their own and those in which people ask for them (<c>asked.txt</c>). A question most of
/// whose meaning no passage has words for has no answer: nothing is found then.
/// </remarks>
public sealed class KnowledgeBase
{
    // What is found has to be said in the question's words: all of them weakly, or some of them strongly.
    private const double CoverageWorth = 20;
    private const double LeastEvidence = 23;
    private const double LeastOfBest = 0.3;

    // How much of a passage's place is its page's.
    private const double PageShare = 0.6;
    private const double DecisionShare = 0.5;
    private const double FormatShare = 0.85;

    private readonly PassageIndex _passages;
    private readonly PassageIndex _pages;

    /// <summary>Reads pages.</summary>
    public KnowledgeBase(IReadOnlyList<DocumentPage> pages)
    {
        Passage[] passages = [.. pages.SelectMany(MarkdownPassages.Of)];
        _passages = new PassageIndex(
            passages
                .Where(passage => !passage.IsLinkList)
                .Select(passage => new PassageWords(passage, AskedPhrases.Shipped.Of(passage)))
        );
        ILookup<DocumentPage, string> asked = passages
            .SelectMany(AskedPhrases.Shipped.Of, (passage, phrase) => (passage.Page, phrase))
            .ToLookup(each => each.Page, each => each.phrase);
        _pages = new PassageIndex(
            pages.Select(page => new PassageWords(new Passage(page, page.Title, [], page.Text), asked[page]))
        );
    }

    /// <summary>The documentation of this version; read when it is first asked.</summary>
    public static KnowledgeBase Shipped => _shipped.Value;

    private static readonly Lazy<KnowledgeBase> _shipped = new(() => new KnowledgeBase(DocumentLibrary.Pages));

    /// <summary>The passages that answer a question, the best first; none when the documentation does not answer it.</summary>
    /// <param name="question">A question or words, English.</param>
    /// <param name="most">The most passages.</param>
    public IReadOnlyList<FoundPassage> Ask(string question, int most)
    {
        IReadOnlyList<QueryTerm> terms = QueryTerm.Of(question, Synonyms.Shipped);
        if (terms.Count == 0)
        {
            return [];
        }

        FoundPassage[] found =
        [
            .. WithPages(terms)
                .OrderByDescending(passage => passage.Score)
                .ThenBy(passage => passage.Passage.Page.Path, StringComparer.Ordinal)
                .ThenBy(passage => passage.Passage.Heading, StringComparer.Ordinal)
                .Take(most),
        ];
        return found.Length == 0 || found.Max(Evidence) < LeastEvidence
            ? []
            : [.. found.Where(passage => passage.Score >= found[0].Score * LeastOfBest)];
    }

    private static double Evidence(FoundPassage found) => found.Score + (CoverageWorth * found.Coverage);

    // A passage of a page that is about the matter altogether is meant rather than one that mentions it.
    private IEnumerable<FoundPassage> WithPages(IReadOnlyList<QueryTerm> terms)
    {
        Dictionary<string, double> pages = _pages
            .Find(terms)
            .ToDictionary(page => page.Passage.Page.Path, page => page.Score, StringComparer.Ordinal);
        return _passages
            .Find(terms)
            .Select(passage =>
                passage with
                {
                    Score =
                        ShareOf(passage.Passage.Page)
                        * (passage.Score + (PageShare * pages[passage.Passage.Page.Path])),
                }
            );
    }

    // Who asks how to do something wants a guide rather than why it was built so, or what its own parts say to each other.
    private static double ShareOf(DocumentPage page) =>
        page.Path.StartsWith("docs/decisions/", StringComparison.Ordinal) ? DecisionShare
        : page.Path.StartsWith("docs/formats/", StringComparison.Ordinal) ? FormatShare
        : 1;
}
