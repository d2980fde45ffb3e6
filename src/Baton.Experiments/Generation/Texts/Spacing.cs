using System.Text.RegularExpressions;

namespace Baton.Experiments.Generation.Texts;

/// <summary>Puts spaces and marks in order after words were taken out.</summary>
internal static partial class Spacing
{
    /// <summary>Single spaces, none before marks, none at the ends, no mark left alone at the beginning.</summary>
    public static string Tidy(string text)
    {
        string tidy = Runs().Replace(text, " ");
        tidy = BeforeMarks().Replace(tidy, "$1");
        return Stray().Replace(tidy, "").Trim();
    }

    /// <summary>The text with a full stop where it ends in a word, so that a sentence can follow.</summary>
    public static string Ended(string text)
    {
        string trimmed = text.TrimEnd();
        return trimmed.Length > 0 && (IsWordEnd(trimmed[^1]) || MaskedText.IsMask(trimmed[^1]))
            ? trimmed + "."
            : trimmed;
    }

    // Chinese, Japanese and Korean sentences end in marks of their own, or in none.
    private static bool IsWordEnd(char character) => char.IsLetterOrDigit(character) && character < '\u1100';

    /// <summary>The text without the marks it ends in.</summary>
    public static string WithoutEnd(string text) => text.TrimEnd().TrimEnd('.', '!', '?', '。', '？', '！').TrimEnd();

    [GeneratedRegex(@"[ \t]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Runs();

    [GeneratedRegex(@"[ \t]+([,.;:!?])(?![()DP])", RegexOptions.None, 1000)]
    private static partial Regex BeforeMarks();

    [GeneratedRegex(@"^[\s,.;:]+(?=[\p{L}\uE000-\uF8FF])", RegexOptions.None, 1000)]
    private static partial Regex Stray();
}
