using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Evaluation.Judges.Calls;

/// <summary>How many calls to models an evaluation may make, all judges together. Safe for concurrent use.</summary>
/// <param name="most">The most calls; <see langword="null"/> for no bound.</param>
internal sealed class CallBudget(long? most)
{
    private long _taken;

    /// <summary>The calls that were begun.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>The most calls, or <see langword="null"/>.</summary>
    public long? Most => most;

    /// <summary>Takes a call.</summary>
    /// <exception cref="CallBudgetSpentException">All calls are taken.</exception>
    public void Take()
    {
        if (Interlocked.Increment(ref _taken) > most)
        {
            Interlocked.Decrement(ref _taken);
            throw new CallBudgetSpentException($"the {most} calls of `evaluation.limits.max_llm_calls` are used up");
        }
    }

    /// <summary>A client that takes a call each time it is asked.</summary>
    public IChatClient Around(IChatClient client) => new CountedChatClient(client, this);

    private sealed class CountedChatClient(IChatClient inner, CallBudget budget) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            budget.Take();
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}

/// <summary>No call to a model is left.</summary>
/// <param name="message">What the bound is.</param>
internal sealed class CallBudgetSpentException(string message) : BatonException(message);
