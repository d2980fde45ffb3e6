using System.Text.RegularExpressions;

namespace Baton.Mcp.Knowledge.Wording;

/// <summary>Finds the words of a text: plain ones by their stems, identifiers whole and by their parts.</summary>
internal static partial class WordReader
{
    private static readonly HashSet<string> _unsaid =
    [
        .. (
            "a about above after all also am an against and any are as at baton be been before being below between both but by can could did do does doing don done "
            + "each else etc ever for from get gets give given had has have having he her him his how i if in instead into is it its just "
            + "let like may me might more most much must my no nor not now of off on once one only or other our out over own "
            + "please put same shall she should so some still such take than that the their them then there these they thing "
            + "this those through to too under until up upon us via use used using very want wants was way we were what when "
            + "where whether which while who whose why will with within without work works would you your yours"
        ).Split(' '),
    ];

    /// <summary>The words in order. Those that every text has (<c>the</c>, <c>how</c>) are left out.</summary>
    public static IEnumerable<Word> Read(string text)
    {
        foreach (Match match in Written().Matches(Language().Replace(Reference().Replace(text, " "), "golang")))
        {
            string[] parts = [.. Part().Matches(match.Value).Select(part => part.Value.ToLowerInvariant())];
            string whole = match.Value.Trim('_').ToLowerInvariant();
            if (parts.Length > 1)
            {
                yield return new Word(whole, [.. parts.Where(part => !IsUnsaid(part)).Select(Stem.Of)]);
            }
            else if (whole.Length > 0 && !IsUnsaid(whole))
            {
                yield return new Word(Stem.Of(whole), []);
            }
        }
    }

    private static bool IsUnsaid(string word) => _unsaid.Contains(word);

    // Letters and digits, held together by _, @ and ^ (pass@k, max_turns); C# and F# keep their sign.
    private const int MatchMilliseconds = 1000;

    [GeneratedRegex(@"[\p{L}\p{N}_]+(?:[@^][\p{L}\p{N}]+)*#?", RegexOptions.NonBacktracking)]
    private static partial Regex Written();

    // The language rather than the verb.
    [GeneratedRegex(@"(?<=[\w,] )Go\b", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex Language();

    // actions/checkout@v4: the name of somebody else's part says nothing about Baton.
    [GeneratedRegex(@"[\w.-]+/[\w./-]+@v\d+\b", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    // maxTurns, MAX_TURNS, JSONReader, oauth2.
    [GeneratedRegex(
        @"\p{Lu}+(?!\p{Ll})[\p{N}#]*|\p{Lu}?\p{Ll}+[\p{N}#]*|\p{N}+|\p{Lu}|\p{Lo}+",
        RegexOptions.None,
        MatchMilliseconds
    )]
    private static partial Regex Part();
}
