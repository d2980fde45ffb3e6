using System.Text;

namespace Baton.Cli.Chat;

/// <summary>Text of others made harmless for a terminal.</summary>
internal static class TerminalText
{
    /// <summary>The text with control characters, which could move the cursor or change the terminal, made visible.</summary>
    public static string Of(string text)
    {
        text = text.Replace("\r", "", StringComparison.Ordinal);
        if (!text.Any(IsHarmful))
        {
            return text;
        }

        StringBuilder harmless = new(text.Length);
        foreach (char character in text)
        {
            harmless.Append(
                !IsHarmful(character) ? character
                : character < ' ' ? (char)('\u2400' + character)
                : '\u2421'
            );
        }

        return harmless.ToString();
    }

    private static bool IsHarmful(char character) => char.IsControl(character) && character is not ('\n' or '\t');
}
