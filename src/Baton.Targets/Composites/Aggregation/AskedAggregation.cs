using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Targets.Composites.Aggregation;

/// <summary>An aggregation by somebody who is shown all answers. Each turn it is asked in a conversation of its own.</summary>
/// <param name="name">Its word in the configuration.</param>
/// <param name="aggregator">Who is asked.</param>
/// <param name="prompt">What.</param>
/// <param name="pick">The answer a reply picks; <see langword="null"/> when the reply is the answer and is streamed.</param>
/// <param name="time">The clock.</param>
/// <param name="context">The conversation; given by <see cref="For"/>.</param>
internal sealed class AskedAggregation(
    string name,
    Member aggregator,
    AggregatorPrompt prompt,
    Func<string, IReadOnlyList<MemberAnswer>, MemberAnswer?>? pick,
    TimeProvider time,
    ConversationContext? context = null
) : IAggregation
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IAggregation For(ConversationContext context) =>
        new AskedAggregation(name, aggregator, prompt, pick, time, context);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> AggregateAsync(
        Answers answers,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        MemberConversation conversation = new(aggregator, context!, time);
        await using (conversation.ConfigureAwait(false))
        {
            Turn question = new() { Input = prompt.For(answers) };
            await foreach (
                AgentEvent happened in conversation.TakeTurnAsync(question, cancellationToken).ConfigureAwait(false)
            )
            {
                yield return pick is null && happened is TextEvent ? happened : conversation.Nested(happened);
            }
        }

        yield return Outcome(conversation.Answer!, answers.Answered);
    }

    private AgentEvent Outcome(MemberAnswer reply, IReadOnlyList<MemberAnswer> answers)
    {
        if (reply.Output is null)
        {
            return CompositeFailure.Of(reply);
        }

        if (pick is null)
        {
            return reply.Outcome;
        }

        return pick(reply.Output, answers)?.Outcome
            ?? new ErrorEvent(
                CompositeFailure.About(
                    aggregator,
                    new AgentError(
                        ErrorKind.Protocol,
                        $"the reply names none of the answers 1 to {answers.Count}: {reply.Output}"
                    )
                )
            );
    }
}
