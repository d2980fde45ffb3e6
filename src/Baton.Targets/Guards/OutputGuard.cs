using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Targets.Guards;

/// <summary>Ends a run at the bounds of its output and of its tool calls; the agent is stopped there.</summary>
/// <param name="inner">The agent.</param>
/// <param name="guards">The bounds.</param>
internal sealed class OutputGuard(IAgent inner, GuardOptions guards) : IAgent
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <summary>Whether any of the bounds watched here is set.</summary>
    public static bool IsNeeded(GuardOptions guards) =>
        guards.OutputCharLimit is not null || guards.MaxOutputBytes is not null || guards.MaxToolCalls is not null;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new Conversation(inner.StartConversation(context), guards);

    private sealed class Conversation(IConversation inner, GuardOptions guards) : IConversation
    {
        private int _toolCalls;

        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            OutputMeter meter = new(guards.OutputCharLimit, guards.MaxOutputBytes);
            LimitEvent? limit = null;
            IAsyncEnumerator<AgentEvent> events = inner
                .TakeTurnAsync(turn, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            await using (events.ConfigureAwait(false))
            {
                while (limit is null && await events.MoveNextAsync().ConfigureAwait(false))
                {
                    (AgentEvent? text, AgentEvent? item) = Measure(events.Current, meter, out limit);
                    if (text is not null)
                    {
                        yield return text;
                    }

                    if (item is not null)
                    {
                        yield return item;
                    }
                }
            }

            if (limit is not null)
            {
                yield return limit;
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        /// <summary>What to pass on of an event: text first, then the event itself.</summary>
        private (AgentEvent? Text, AgentEvent? Item) Measure(AgentEvent item, OutputMeter meter, out LimitEvent? limit)
        {
            limit = null;
            switch (item)
            {
                case TextEvent text:
                    string fitting = meter.Take(text.Content, out limit);
                    return (fitting == text.Content ? text : TextOrNothing(fitting), null);
                case ToolCallEvent
                or NestedEvent
                    when guards.MaxToolCalls is { } most && ToolCall(item) is { } call && ++_toolCalls > most:
                    limit = new LimitEvent(
                        "max_tool_calls",
                        $"the agent called tools more than {most} times (`guards.max_tool_calls`); one more was `{call.ToolName}`"
                    );
                    return (null, null);
                case FinalEvent final when meter.HasOutput:
                    new OutputMeter(guards.OutputCharLimit, guards.MaxOutputBytes).Take(final.Output, out limit);
                    return (TextOrNothing(meter.Rest()), limit is null ? final : null);
                case FinalEvent final:
                    string start = meter.Take(final.Output, out limit);
                    return limit is null ? (null, final) : (TextOrNothing(start), null);
                case ErrorEvent or LimitEvent:
                    return (TextOrNothing(meter.Rest()), item);
                default:
                    return (null, item);
            }
        }

        // What members of a composite call counts as well.
        private static ToolCallEvent? ToolCall(AgentEvent item) =>
            item is NestedEvent nested ? ToolCall(nested.Event) : item as ToolCallEvent;

        private static TextEvent? TextOrNothing(string text) => text.Length == 0 ? null : new TextEvent(text);
    }
}
