namespace Baton.Mcp.Repositories.Code;

/// <summary>Cuts a list of parameters or arguments at its commas.</summary>
internal static class ArgumentList
{
    /// <summary>The text between a bracket and the one that closes it; to the end where none does.</summary>
    /// <param name="text">The code.</param>
    /// <param name="open">Where the opening bracket stands.</param>
    public static string Inside(string text, int open)
    {
        int depth = 0;
        char quote = '\0';
        for (int i = open; i < text.Length; i++)
        {
            char character = text[i];
            if (quote != '\0')
            {
                i += character == '\\' ? 1 : 0;
                quote = character == quote ? '\0' : quote;
            }
            else if (character is '"' or '\'' or '`')
            {
                quote = character;
            }
            else if (character is '(' or '[' or '{')
            {
                depth++;
            }
            else if (character is ')' or ']' or '}' && --depth == 0)
            {
                return text[(open + 1)..i];
            }
        }

        return text[Math.Min(open + 1, text.Length)..];
    }

    /// <summary>The pieces between the commas that stand in no bracket and no string, trimmed; empty ones left out.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        List<string> pieces = [];
        int depth = 0;
        char quote = '\0';
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char character = i < text.Length ? text[i] : ',';
            if (quote != '\0' && i < text.Length)
            {
                i += character == '\\' ? 1 : 0;
                quote = character == quote ? '\0' : quote;
            }
            else if (character is '"' or '\'' or '`')
            {
                quote = character;
            }
            else if (character is '(' or '[' or '{' or '<')
            {
                depth++;
            }
            else if (character is ')' or ']' or '}' || (character == '>' && i > 0 && text[i - 1] is not ('-' or '=')))
            {
                depth = Math.Max(0, depth - 1);
            }
            else if (character == ',' && (depth == 0 || i == text.Length))
            {
                if (i >= start && text[start..Math.Min(i, text.Length)].Trim() is { Length: > 0 } piece)
                {
                    pieces.Add(piece);
                }

                start = i + 1;
            }
        }

        return pieces;
    }

    /// <summary>The first string literal in a list, without its quotes; <see langword="null"/> where there is none.</summary>
    public static string? FirstText(string text)
    {
        int open = text.AsSpan().IndexOfAny('"', '\'', '`');
        if (open < 0)
        {
            return null;
        }

        int close = text.IndexOf(text[open], open + 1);
        return close < 0 ? null : text[(open + 1)..close];
    }

    /// <summary>The value given to a name, as written: <c>name=value</c>.</summary>
    public static string? Named(IReadOnlyList<string> pieces, string name) =>
        pieces
            .Select(piece => piece.Split('=', 2))
            .FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim() == name)
            ?[1].Trim();
}
