namespace Baton.Topologies.Definitions;

/// <summary>The names of agents, topologies and parts.</summary>
internal static class DefinitionName
{
    private const int Longest = 64;

    /// <summary>Whether a name is 1 to 64 of <c>a</c> to <c>z</c>, digits, <c>_</c> and <c>-</c>.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= Longest && !name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Says what a name has to be.</summary>
    public static string Wanted(string name) => $"`{name}` is no name: 1 to 64 of a to z, 0 to 9, `_` and `-`";
}
