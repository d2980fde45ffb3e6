using Baton.Mcp.Knowledge.Wording;

namespace Baton.Mcp.Knowledge;

/// <summary>A word of a question with everything it may be called, each with what finding it is worth.</summary>
/// <param name="Names">The word itself and what may be meant by it.</param>
/// <param name="Parts">Names of which all together are worth as much as the word; empty where it has no parts.</param>
/// <param name="Share">How much the word says about what is asked, 0 to 1.</param>
internal sealed record QueryTerm(IReadOnlyList<TermName> Names, IReadOnlyList<string> Parts, double Share)
{
    private const double SameWorth = 0.8;

    private const double MeantWorth = 0.6;

    private const double SlightShare = 0.4;

    // Words in which people wrap what they ask for.
    private static readonly HashSet<string> _slight =
    [
        .. (
            "add answer ask back become begin big bring call can change check choose come create different do example find first "
            + "go good happen have help important know large last long look lot make many mean move need new next own part people "
            + "possible press problem question read right run say see self send set show simple small something start support sure tell test "
            + "thing time try turn understand used want way well why work write written wrong"
        )
            .Split(' ')
            .Select(Stem.Of),
    ];

    /// <summary>The different words of a question.</summary>
    public static IReadOnlyList<QueryTerm> Of(string question, Synonyms synonyms) =>
        [
            .. WordReader
                .Read(question)
                .DistinctBy(word => word.Term)
                .Select(word => new QueryTerm(
                    [new TermName(word.Term, 1, IsSame: true), .. synonyms.Of(word.Term).Select(Name)],
                    word.Parts,
                    IsSlight(word.Term) ? SlightShare : 1
                )),
        ];

    private static TermName Name(Synonym other) => new(other.Term, other.IsSame ? SameWorth : MeantWorth, other.IsSame);

    private static bool IsSlight(string term) => _slight.Contains(term) || (term.Length < 3 && term.All(char.IsDigit));
}

/// <summary>A name of what a word of a question means.</summary>
/// <param name="Term">The name.</param>
/// <param name="Worth">What finding it is worth, 0 to 1.</param>
/// <param name="IsSame">Whether it means the very same.</param>
internal sealed record TermName(string Term, double Worth, bool IsSame);
