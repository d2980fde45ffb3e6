namespace Baton.Experiments.Generation.Texts;

/// <summary>A message between a greeting and a closing.</summary>
internal static class Letter
{
    /// <summary>In paragraphs as letters are, or in one line as chats are; the draw decides.</summary>
    public static string Of(string greeting, string message, string closing, SeededDraw draw) =>
        draw.Chance(0.5) ? $"{greeting}\n\n{Spacing.Ended(message)}\n\n{closing}" : Of(greeting, message, closing);

    /// <summary>In one line.</summary>
    public static string Of(string greeting, string message, string closing)
    {
        string ended = Spacing.Ended(message);
        return $"{greeting} {(greeting.EndsWith(',') ? WordCase.Embed(ended) : ended)} {closing}";
    }
}
