namespace Baton.Agents.Tools;

/// <summary>The names that every provider accepts for a tool: letters, digits, <c>_</c> and <c>-</c>, at most 64.</summary>
internal static class ToolName
{
    private const int Longest = 64;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= Longest && !name.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>A valid name that is like the text.</summary>
    public static string From(string text) =>
        string.Create(
            Math.Min(text.Length, Longest),
            text,
            static (name, text) =>
            {
                for (int index = 0; index < name.Length; index++)
                {
                    name[index] = Letters.Contains(text[index]) ? text[index] : '_';
                }
            }
        );

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    );
}
