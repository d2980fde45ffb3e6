using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>What a <see cref="SummarisingReducer"/> made of a history that was too long.</summary>
/// <param name="Messages">The shortened history; valid by <see cref="HistoryRules"/>.</param>
/// <param name="DroppedCount">How many messages were left out.</param>
public sealed record SummarisedHistory(IReadOnlyList<ChatMessage> Messages, int DroppedCount)
{
    /// <summary>
    /// The message that stands for what was left out, also one from before; <see langword="null"/> when there is none.
    /// </summary>
    public ChatMessage? Summary { get; init; }

    /// <summary>What the summary cost; <see langword="null"/> when no model was asked or none was reported.</summary>
    public UsageDetails? Usage { get; init; }

    /// <summary>
    /// Why there is no new summary, so that the history is only trimmed; <see langword="null"/> when nothing failed.
    /// </summary>
    public Exception? Failure { get; init; }
}
