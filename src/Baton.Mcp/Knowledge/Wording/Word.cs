namespace Baton.Mcp.Knowledge.Wording;

/// <summary>A word of a text as it is looked for.</summary>
/// <param name="Term">The word's stem; an identifier such as <c>max_turns</c> as it is, in lower case.</param>
/// <param name="Parts">The stems of an identifier's parts; empty for a plain word.</param>
internal sealed record Word(string Term, IReadOnlyList<string> Parts);
