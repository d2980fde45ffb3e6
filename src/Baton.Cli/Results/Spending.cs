using System.Text.Json;

namespace Baton.Cli.Results;

/// <summary>Tokens and money one side of the experiment's conversations used.</summary>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="TotalTokens">All tokens; 0 when none were reported.</param>
/// <param name="Cost">US dollars.</param>
internal sealed record Spending(long InputTokens, long OutputTokens, long TotalTokens, double Cost)
{
    /// <summary>Reads what a summary says about one side.</summary>
    public static Spending Read(JsonElement summary, string side)
    {
        JsonElement tokens = Inner(summary, "tokens", side);
        return new Spending(
            JsonMember.Long(tokens, "input") ?? 0,
            JsonMember.Long(tokens, "output") ?? 0,
            JsonMember.Long(tokens, "total") ?? 0,
            JsonMember.Number(JsonMember.Of(summary, "cost") ?? default, side) ?? 0
        );
    }

    private static JsonElement Inner(JsonElement owner, string outer, string inner) =>
        JsonMember.Of(owner, outer) is { } found ? JsonMember.Of(found, inner) ?? default : default;
}
