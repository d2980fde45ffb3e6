namespace Baton.Mcp.Knowledge;

/// <summary>A passage that may answer a question.</summary>
/// <param name="Passage">The passage.</param>
/// <param name="Score">How well it fits; only of use beside others of the same question.</param>
/// <param name="Coverage">The share of the question's meaning that the passage has words for, 0 to 1.</param>
public sealed record FoundPassage(Passage Passage, double Score, double Coverage);
