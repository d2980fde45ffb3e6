namespace Baton.Experiments.Generation.Texts;

/// <summary>Upper and lower case at the beginning of words and sentences.</summary>
internal static class WordCase
{
    /// <summary>The text with a capital first letter.</summary>
    public static string Capitalise(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The sentence as it stands behind other words; the pronoun I keeps its capital.</summary>
    public static string Embed(string sentence) =>
        sentence.Length == 0
        || (sentence[0] == 'I' && (sentence.Length == 1 || !char.IsLetter(sentence[1])))
        || (sentence.Length > 1 && char.IsUpper(sentence[0]) && char.IsUpper(sentence[1]))
            ? sentence
            : char.ToLowerInvariant(sentence[0]) + sentence[1..];

    /// <summary>The replacement in the case of what it replaces: capital first letter, all capitals, or as it is.</summary>
    public static string Like(string model, string replacement) =>
        model.Length > 1 && model.Any(char.IsLetter) && !model.Any(char.IsLower) ? replacement.ToUpperInvariant()
        : model.Length > 0 && char.IsUpper(model[0]) ? Capitalise(replacement)
        : replacement;
}
