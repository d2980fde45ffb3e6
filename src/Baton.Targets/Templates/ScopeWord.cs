namespace Baton.Targets.Templates;

/// <summary>What a template can speak of.</summary>
internal enum ScopeWord
{
    Input,
    Messages,
    Persona,
    Iteration,
    Turn,
    Conversation,
    Context,
    Metadata,
    RunId,
    Output,
}

/// <summary>The words as written in templates.</summary>
internal static class ScopeWords
{
    /// <summary>Every word, in the order of <see cref="ScopeWord"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
    ["input", "messages", "persona", "iteration", "turn", "conversation", "context", "metadata", "run_id", "output"];

    /// <summary>The words in one line for messages.</summary>
    public static string Listed { get; } =
        $"{string.Join(", ", All.SkipLast(1).Select(word => $"`{word}`"))}, and `output` in `adapters.output.template`";

    /// <summary>Finds a word by its text.</summary>
    public static ScopeWord? Find(string text)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (string.Equals(All[i], text, StringComparison.Ordinal))
            {
                return (ScopeWord)i;
            }
        }

        return null;
    }

    /// <summary>Whether the word stands for plain text or a number, which has nothing inside.</summary>
    public static bool IsPlain(ScopeWord word) =>
        word is ScopeWord.Input or ScopeWord.Iteration or ScopeWord.Turn or ScopeWord.RunId;
}
