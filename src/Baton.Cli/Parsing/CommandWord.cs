namespace Baton.Cli.Parsing;

/// <summary>A word as it is typed into a shell.</summary>
internal static class CommandWord
{
    /// <summary>The word, in quotes where a shell would read it otherwise.</summary>
    public static string Of(string word) =>
        word.Length > 0 && word.All(character => char.IsLetterOrDigit(character) || "_-./:=,+@%".Contains(character))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
