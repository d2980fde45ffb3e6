using System.Text.RegularExpressions;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>Recognises files of agents and topologies that Baton runs itself.</summary>
internal static partial class TeamFiles
{
    /// <summary>Whether a text looks like one; only reading it tells.</summary>
    public static bool Is(string text) => Agents().IsMatch(text) && Topologies().IsMatch(text) && Role().IsMatch(text);

    [GeneratedRegex(@"^agents:", RegexOptions.Multiline, 1000)]
    private static partial Regex Agents();

    [GeneratedRegex(@"^topolog(?:y|ies):", RegexOptions.Multiline, 1000)]
    private static partial Regex Topologies();

    [GeneratedRegex(
        @"\brole:\s*(?:planner|executor|reviewer|critic|synthesizer|specialist|coordinator|observer)\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Role();
}
