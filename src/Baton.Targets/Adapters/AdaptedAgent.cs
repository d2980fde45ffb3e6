using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Adapters;

/// <summary>Gives an agent the input in the shape it wants and the experiment the answer in the shape it wants.</summary>
/// <remarks>Text that streams is passed on as the agent says it; the answer at the end is the adapted one.</remarks>
/// <param name="inner">The agent.</param>
/// <param name="adapters">The shapes.</param>
internal sealed class AdaptedAgent(IAgent inner, AdapterOptions adapters) : IAgent
{
    private readonly OutputAdapter? _output = adapters.Output is null ? null : new OutputAdapter(adapters.Output);

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new Conversation(inner.StartConversation(context), context, adapters.Input, _output);

    private sealed class Conversation(
        IConversation inner,
        ConversationContext context,
        Template? input,
        OutputAdapter? output
    ) : IConversation
    {
        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            Turn adapted = input is null ? turn : Adapt(turn, input);
            await foreach (AgentEvent happened in inner.TakeTurnAsync(adapted, cancellationToken).ConfigureAwait(false))
            {
                yield return happened is FinalEvent final && output is not null
                    ? output.Adapt(final, context, turn)
                    : happened;
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private Turn Adapt(Turn turn, Template input)
        {
            ArrayBufferWriter<byte> buffer = new();
            using (Utf8JsonWriter writer = new(buffer, TemplateScope.Writing))
            {
                input.Write(writer, TemplateScope.From(context, turn));
            }

            JsonElement value = JsonText.Parse(buffer.WrittenSpan);
            return turn with
            {
                Input = JsonText.Of(value) ?? "",
                InputValue = value.ValueKind is JsonValueKind.String or JsonValueKind.Null ? null : value,
            };
        }
    }
}
