using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>
/// Knows the beginnings of histories that were summarised, so that the next model call of a run asks for no new summary.
/// Safe for concurrent use. Forgets a beginning when nobody holds its messages any more.
/// </summary>
internal sealed class SummaryMemory
{
    private readonly ConditionalWeakTable<ChatMessage, Beginning> _beginnings = [];
    private volatile bool _isEmpty = true;

    /// <summary>Remembers what a beginning became.</summary>
    /// <param name="history">The history as it came.</param>
    /// <param name="shortened">What it became.</param>
    /// <param name="sameAtEnd">How many messages at the end of both are the same.</param>
    public void Remember(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> shortened, int sameAtEnd)
    {
        ChatMessage[] full = [.. history.Take(history.Count - sameAtEnd)];
        ChatMessage[] shorter = [.. shortened.Take(shortened.Count - sameAtEnd)];
        _beginnings.AddOrUpdate(full[^1], new(full, shorter));
        _isEmpty = false;
    }

    /// <summary>Puts what the longest known beginning became in its place; the history itself when none is known.</summary>
    public IReadOnlyList<ChatMessage> Apply(IReadOnlyList<ChatMessage> history)
    {
        for (int index = history.Count - 1; !_isEmpty && index >= 0; index--)
        {
            if (
                _beginnings.TryGetValue(history[index], out Beginning? beginning)
                && beginning.Begins(history, index + 1)
            )
            {
                return [.. beginning.Shorter, .. history.Skip(index + 1)];
            }
        }

        return history;
    }

    // The same message may stand in several conversations: a beginning is known only when every message is the same.
    private sealed record Beginning(ChatMessage[] Full, ChatMessage[] Shorter)
    {
        public bool Begins(IReadOnlyList<ChatMessage> history, int count)
        {
            bool isSame = Full.Length == count;
            for (int index = 0; isSame && index < count; index++)
            {
                isSame = ReferenceEquals(Full[index], history[index]);
            }

            return isSame;
        }
    }
}
