namespace Baton.Cli.Generate;

/// <summary>The names of the strategies, known without loading what carries them out.</summary>
internal static class StrategyWords
{
    public static IReadOnlyList<string> All { get; } =
    [
        "rephrase",
        "verbose",
        "concise",
        "error_prone",
        "typo",
        "formal",
        "casual",
        "technical",
        "simple",
        "adversarial",
        "multilingual",
        "persona_based",
        "custom",
    ];
}
