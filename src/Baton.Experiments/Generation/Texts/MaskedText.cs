using System.Text;
using System.Text.RegularExpressions;

namespace Baton.Experiments.Generation.Texts;

/// <summary>
/// A text in which everything that a variation must keep (numbers, names, addresses, quotations, code) stands as one
/// character of the private use area, so that rules about words cannot touch it.
/// </summary>
internal sealed partial class MaskedText
{
    /// <summary>Texts longer than this are not varied by rules.</summary>
    public const int MaxLength = 20_000;

    private const char First = '\uE000';
    private const char Last = '\uF8FF';

    private MaskedText(string masked, IReadOnlyList<string> kept)
    {
        Masked = masked;
        Kept = kept;
    }

    /// <summary>The text with a mask for each kept part.</summary>
    public string Masked { get; }

    /// <summary>The kept parts, in their order.</summary>
    public IReadOnlyList<string> Kept { get; }

    /// <summary>Masks a text of at most <see cref="MaxLength"/> characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepNames">Whether words that look like names are kept too.</param>
    public static MaskedText Of(string text, bool keepNames = true)
    {
        List<string> kept = [];
        string masked = KeptParts().Replace(text, match => Mask(kept, match.Value));
        if (!IsShouted(text))
        {
            masked = Identifiers().Replace(masked, match => Mask(kept, match.Value));
        }

        return new MaskedText(keepNames ? MaskNames(masked, kept) : masked, kept);
    }

    /// <summary>Whether this is a mask.</summary>
    public static bool IsMask(char character) => character is >= First and <= Last;

    /// <summary>Whether every kept part is still there.</summary>
    public bool IsWhole(string varied)
    {
        HashSet<char> present = [.. varied.Where(IsMask)];
        return present.Count >= Kept.Count;
    }

    /// <summary>Puts the kept parts back.</summary>
    /// <param name="varied">The text with masks.</param>
    /// <param name="respell">Spells kept words of letters otherwise; <see langword="null"/> to leave them as they are.</param>
    public string Unmask(string varied, Func<string, string>? respell = null)
    {
        StringBuilder text = new(varied.Length * 2);
        foreach (char character in varied)
        {
            if (!IsMask(character))
            {
                text.Append(character);
                continue;
            }

            string kept = Kept[character - First];
            text.Append(
                respell is not null && kept.All(letter => char.IsLetter(letter) || letter is '-' or '\'')
                    ? respell(kept)
                    : kept
            );
        }

        return text.ToString();
    }

    private static string Mask(List<string> kept, string part)
    {
        kept.Add(part);
        return ((char)(First + kept.Count - 1)).ToString();
    }

    private static string MaskNames(string masked, List<string> kept) =>
        CapitalisedWords().Replace(masked, match => IsPlainWord(masked, match) ? match.Value : Mask(kept, match.Value));

    private static bool IsPlainWord(string text, Match match)
    {
        string word = match.Value;
        if (
            word is "I"
            || word.StartsWith("I'", StringComparison.Ordinal)
            || word.StartsWith("I’", StringComparison.Ordinal)
        )
        {
            return true;
        }

        ReadOnlySpan<char> before = text.AsSpan(0, match.Index).TrimEnd(" \t\"'“‘(*-");
        bool beginsSentence = before.IsEmpty || before[^1] is '.' or '!' or '?' or ':' or '\n' or '…' or '¿' or '¡';
        return beginsSentence && SentenceStarters.Contains(word);
    }

    private static bool IsShouted(string text) => text.Any(char.IsLetter) && !text.Any(char.IsLower);

    [GeneratedRegex(
        """
            [\uE000-\uF8FF]
            | ```[\s\S]*?``` | `[^`\r\n]+`
            | \b(?:https?|ftp|wss?)://[^\s<>"]*[\w/#=&-] | \bwww\.[^\s<>"]*[\w/]
            | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
            | \{\{[^{}\r\n]*\}\} | \$\{[^{}\r\n]*\} | <[A-Za-z/|!][^<>\r\n]*>
            | "[^"\r\n]{1,400}" | “[^”\r\n]{1,400}” | „[^“”\r\n]{1,400}[“”] | «[^»\r\n]{1,400}» | 「[^」\r\n]{1,400}」
            | (?<!\w)'[^'\r\n]{1,200}'(?!\w) | (?<!\w)‘[^’\r\n]{1,200}’(?!\w)
            | [A-Za-z]:\\[^\s"]+ | (?<![\w/])(?:~|\.{1,2})?/[\w.-]+(?:/[\w.-]+)*/?
            | [\p{Sc}\#]?(?=[\w-]*\d)\w+(?:[.,:/+'-]\w+)*(?:%|\p{Sc}|°)?
            | (?<![\w-])--?[A-Za-z][\w-]*
            | (?<!\w)[@\#]\w+
            | \b[\w-]+(?:\.[A-Za-z][\w-]*)+\b
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex KeptParts();

    [GeneratedRegex(
        @"\b\w+_\w+\b | \b\p{Ll}+\p{Lu}\w*\b | \b\p{Lu}{2,}\w*\b",
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Identifiers();

    [GeneratedRegex(@"(?<!\p{L})\p{Lu}[\p{L}\p{M}]*(?:['’-]\p{L}+)*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CapitalisedWords();
}
