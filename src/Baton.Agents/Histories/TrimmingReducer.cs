using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>Shortens a history by leaving out its oldest part.</summary>
/// <remarks>
/// Whole turns go first, the oldest before the others; when the last turn alone is too long, its oldest calls go
/// together with their results. System messages in front, a summary behind them, what the user said last and what came
/// last are always kept, even where they alone are beyond a limit. What is left is valid by
/// <see cref="HistoryRules"/>. Safe for concurrent use.
/// </remarks>
/// <param name="limits">How much is kept.</param>
public sealed class TrimmingReducer(HistoryLimits limits) : IChatReducer
{
    /// <inheritdoc/>
    /// <remarks>A list that is valid and within the limits is returned itself.</remarks>
    public Task<IEnumerable<ChatMessage>> ReduceAsync(
        IEnumerable<ChatMessage> messages,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ChatMessage> valid = HistoryRules.Repair(messages as IReadOnlyList<ChatMessage> ?? [.. messages]);
        return Task.FromResult<IEnumerable<ChatMessage>>(HistoryCut.Of(valid, limits).Kept);
    }
}
