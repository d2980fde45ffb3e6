namespace Baton.Mcp.Repositories.Code;

/// <summary>Counts lines.</summary>
internal static class Lines
{
    /// <summary>The line, from 1, on which a position stands.</summary>
    public static int Of(string text, int position) => text.AsSpan(0, position).Count('\n') + 1;

    /// <summary>The text of the line on which a position stands, without white space around it.</summary>
    public static ReadOnlySpan<char> At(string text, int position)
    {
        int start = position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;
        int end = text.IndexOf('\n', position);
        return text.AsSpan(start, (end < 0 ? text.Length : end) - start).Trim();
    }

    /// <summary>Whether a line is a comment in one of the languages read here.</summary>
    public static bool IsComment(ReadOnlySpan<char> line) =>
        line.StartsWith("//") || line.StartsWith("#") || line.StartsWith("*") || line.StartsWith("/*");
}
