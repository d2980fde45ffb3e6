using System.Text;

namespace Baton.Agents.Mcp.References;

/// <summary>A program and its arguments in one text.</summary>
internal static class CommandWords
{
    /// <summary>Splits at blanks; quotes of either kind keep blanks and may stand inside a word.</summary>
    public static IReadOnlyList<string> Split(string text, string reference)
    {
        List<string> words = [];
        StringBuilder? word = null;
        char quote = '\0';
        foreach (char letter in text)
        {
            if (quote != '\0')
            {
                if (letter == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word!.Append(letter);
                }
            }
            else if (letter is '"' or '\'')
            {
                quote = letter;
                word ??= new StringBuilder();
            }
            else if (!char.IsWhiteSpace(letter))
            {
                (word ??= new StringBuilder()).Append(letter);
            }
            else if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }

        if (quote != '\0')
        {
            throw new McpServerException($"`{reference}`: a quote {quote} is not closed");
        }

        if (word is not null)
        {
            words.Add(word.ToString());
        }

        return words[0].Length > 0
            ? words
            : throw new McpServerException($"`{reference}`: the program's name is empty");
    }
}
