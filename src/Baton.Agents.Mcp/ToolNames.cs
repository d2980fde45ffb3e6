namespace Baton.Agents.Mcp;

/// <summary>Names that every model's provider accepts, made of what servers call their tools.</summary>
internal static class ToolNames
{
    private const int Longest = 64;

    public static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-';

    /// <summary>The prefix and the name, each other sign a <c>_</c>, cut at 64.</summary>
    public static string For(string prefix, string name)
    {
        string whole = prefix + string.Concat(name.Select(static letter => IsLetter(letter) ? letter : '_'));
        return whole.Length > Longest ? whole[..Longest] : whole;
    }
}
