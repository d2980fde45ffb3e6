using System.Text.RegularExpressions;

namespace Baton.Experiments.Generation.Texts;

/// <summary>The sentences of a masked text.</summary>
internal static partial class Sentences
{
    /// <summary>Splits behind marks that end sentences, and at line breaks; joined with spaces they are the text again, line breaks aside.</summary>
    public static IReadOnlyList<string> Of(string masked) =>
        [.. Ends().Split(masked).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 0)];

    [GeneratedRegex(@"(?<=[.!?…])[ \t]+|\r?\n+", RegexOptions.None, 1000)]
    private static partial Regex Ends();
}
