using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Baton.Experiments.Evaluation.Judges.Replies;

/// <summary>A reply without what models decorate it with: fences, emphasis, brackets, digits of other scripts.</summary>
internal static partial class PlainReply
{
    // The verdict stands at one of the ends of a long reply.
    private const int LongestRead = 20_000;

    /// <summary>The reply in plain characters, line by line as it was.</summary>
    public static string Of(string reply)
    {
        string text =
            reply.Length <= LongestRead ? reply : reply[..(LongestRead / 2)] + "\n" + reply[^(LongestRead / 2)..];
        StringBuilder plain = new(text.Length);
        foreach (char character in Fence().Replace(text.ReplaceLineEndings("\n"), " "))
        {
            plain.Append(Plain(character));
        }

        return plain.ToString();
    }

    private static char Plain(char character) =>
        character switch
        {
            '*' or '_' or '`' or '#' or '|' or '>' or '"' or '“' or '”' or '„' or '«' or '»' => ' ',
            '{' or '}' or '[' or ']' or '(' or '\\' or '【' or '】' or '（' or '「' or '」' or '\u00a0' => ' ',
            '：' => ':',
            '／' or '⁄' or '∕' => '/',
            '．' or '。' => '.',
            '，' or '、' => ',',
            '）' => ')',
            '－' or '−' => '-',
            '＝' => '=',
            '％' => '%',
            _ when char.GetUnicodeCategory(character) == UnicodeCategory.DecimalDigitNumber => (char)(
                '0' + (int)char.GetNumericValue(character)
            ),
            _ => character,
        };

    [GeneratedRegex("```[a-zA-Z]*", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Fence();
}
