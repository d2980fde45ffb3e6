using System.Runtime.CompilerServices;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Composites;

/// <summary>A composite's conversation with one of its members. It remembers what this member was told and answered.</summary>
internal sealed class MemberConversation(Member member, ConversationContext context, TimeProvider time)
    : IAsyncDisposable
{
    private readonly IConversation _conversation = member.Target.StartConversation(context);
    private List<ChatMessage>? _said;

    /// <summary>The member.</summary>
    public Member Member => member;

    /// <summary>What its last turn came to; set when the turn is over.</summary>
    public MemberAnswer? Answer { get; private set; }

    /// <summary>Takes a turn.</summary>
    /// <param name="turn">The message; its history counts for the first turn only.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        _said ??= [.. turn.History];
        long started = time.GetTimestamp();
        AgentEvent? outcome = null;
        await foreach (
            AgentEvent happened in _conversation
                .TakeTurnAsync(turn with { History = [.. _said] }, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (happened is FinalEvent or ErrorEvent or LimitEvent)
            {
                outcome = happened;
                break;
            }

            yield return happened;
        }

        outcome ??= new ErrorEvent(new AgentError(ErrorKind.NoOutput, "the turn ended without an answer"));
        Answer = new MemberAnswer(member, outcome, time.GetElapsedTime(started));
        if (outcome is FinalEvent final)
        {
            _said.Add(new ChatMessage(ChatRole.User, turn.Input));
            _said.Add(new ChatMessage(ChatRole.Assistant, final.Output));
        }

        yield return outcome;
    }

    /// <summary>Something that happened in the member's turn, as the composite tells it.</summary>
    public NestedEvent Nested(AgentEvent happened) => new(member.Id, member.Name, Own(happened));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _conversation.DisposeAsync();

    // Agents number their spans as they like; two members may use the same ids at the same time.
    private AgentEvent Own(AgentEvent happened) =>
        happened switch
        {
            SpanStartedEvent started => started with
            {
                SpanId = OwnSpan(started.SpanId)!,
                ParentSpanId = OwnSpan(started.ParentSpanId),
            },
            SpanEndedEvent ended => ended with { SpanId = OwnSpan(ended.SpanId)! },
            ObservationEvent fact => fact with { ParentSpanId = OwnSpan(fact.ParentSpanId) },
            NestedEvent nested => nested with { Event = Own(nested.Event) },
            _ => happened,
        };

    private string? OwnSpan(string? spanId) => spanId is null ? null : $"{member.Id}/{spanId}";
}
