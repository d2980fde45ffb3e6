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
            "able actually add afraid again allow already always another answer anyone anything anyway anywhere ask away back bad "
            + "become begin big bit bits bring bunch burn call can care case change check choose come couple create current currently "
            + "day deal decent decide different do early easy eat else enough entire especially ever every everyone everything "
            + "exactly example expect extra fact fair far fast feel few figure find fine first folks friend full fully fun give go "
            + "good grab great guess guy half hand happen hard hate have hear help high hit hold hope hour huge idea important "
            + "include instead just keep kick kind know large last late later least leave less let life like likely little living "
            + "long look lot love low lucky main make many matter maybe mean middle mind minute month more morning most mostly move "
            + "much must nearly need new next nice night normal normally nothing obvious often old once only order other otherwise "
            + "own part pay people per perhaps pick piece place plain please point possible press pretty probably problem proper "
            + "properly pull put question quick quickly quite rather reach read ready real really reason remain right run same say "
            + "second see seem self send serious set several short show side similar simple simply single small somebody somehow "
            + "someone something sometimes somewhere soon sort spend start stay still stuff such sudden suddenly suggest support "
            + "suppose sure take talk tell terrible test thing think though thought throw time today together tomorrow tonight top "
            + "totally touch tough tricky try turn type understand used usual usually various versus want watch way week weekend "
            + "weird well whatever whenever whole why wonder word work world worry worth write written wrong year yesterday yet"
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
