using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>How long a history may be. A limit that is not set does not limit.</summary>
/// <remarks>System messages and a summary in front count as tokens but not as messages or turns.</remarks>
public sealed record HistoryLimits
{
    /// <summary>The most messages; at least 1. Default: no limit.</summary>
    public int? MaxMessages
    {
        get;
        init => field = Checked(value, nameof(MaxMessages));
    }

    /// <summary>
    /// The most turns; at least 1. A turn is what the user says and everything up to where the user speaks again.
    /// Default: no limit.
    /// </summary>
    public int? MaxTurns
    {
        get;
        init => field = Checked(value, nameof(MaxTurns));
    }

    /// <summary>The most tokens, as <see cref="CountTokens"/> counts; at least 1. Default: no limit.</summary>
    public int? MaxTokens
    {
        get;
        init => field = Checked(value, nameof(MaxTokens));
    }

    /// <summary>Counts the tokens of a message. Default: <see cref="TokenEstimate.Of"/>. Called from any thread.</summary>
    public Func<ChatMessage, int> CountTokens { get; init; } = TokenEstimate.Of;

    private static int? Checked(int? value, string name) =>
        value is < 1
            ? throw new ArgumentOutOfRangeException(name, value, $"`{name}` is at least 1; leave it out for no limit")
            : value;
}
