namespace Baton.Cli.Results;

/// <summary>Text cut to fit a line.</summary>
internal static class OneLine
{
    /// <summary>The text without line breaks and control characters, at most <paramref name="length"/> characters long.</summary>
    public static string Of(string text, int length)
    {
        string line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        return line.Length <= length ? line : string.Concat(line.AsSpan(0, length - 1), "…");
    }
}
