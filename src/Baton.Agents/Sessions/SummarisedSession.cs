using Baton.Agents.Histories;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Sessions;

/// <summary>A session that reads as a summary and the latest turns, and keeps everything that was said.</summary>
/// <remarks>
/// When what it reads grows beyond the reducer's limits, it asks for a summary and appends that to the session below, so
/// that the next reading, in whatever process, starts from it and asks no model. Nothing is removed: reading the session
/// below gives every message, and the summaries where they were made. Safe for concurrent use; two readings at once may
/// both ask the model.
/// </remarks>
/// <param name="session">Where everything is kept.</param>
/// <param name="reducer">Says when and how to summarise.</param>
public sealed class SummarisedSession(ISession session, SummarisingReducer reducer) : ISession
{
    /// <inheritdoc/>
    public string Id => session.Id;

    /// <inheritdoc/>
    /// <remarks>May wait for the model. When it fails, the history is trimmed and the next reading tries again.</remarks>
    public async ValueTask<IReadOnlyList<ChatMessage>> ReadAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> everything = await session.ReadAsync(cancellationToken).ConfigureAwait(false);
        (ChatMessage? known, IReadOnlyList<ChatMessage> current) = Current(everything);
        SummarisedHistory history = await reducer.SummariseAsync(current, cancellationToken).ConfigureAwait(false);
        if (history.Summary is not null && history.Summary != known)
        {
            await session.AppendAsync([history.Summary], cancellationToken).ConfigureAwait(false);
        }

        return history.Messages;
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken = default) =>
        session.AppendAsync(messages, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ClearAsync(CancellationToken cancellationToken = default) => session.ClearAsync(cancellationToken);

    // The messages a summary stands for are counted behind the system messages in front, without other summaries.
    private static (ChatMessage? Summary, IReadOnlyList<ChatMessage> History) Current(
        IReadOnlyList<ChatMessage> everything
    )
    {
        ChatMessage? summary = everything.LastOrDefault(HistorySummary.IsSummary);
        if (summary is null)
        {
            return (null, everything);
        }

        IReadOnlyList<ChatMessage> said = HistoryRules.Repair([
            .. everything.Where(static message => !HistorySummary.IsSummary(message)),
        ]);
        int front = said.TakeWhile(static message => message.Role == ChatRole.System).Count();
        return (summary, [.. said.Take(front), summary, .. said.Skip(front + HistorySummary.MessageCount(summary))]);
    }
}
