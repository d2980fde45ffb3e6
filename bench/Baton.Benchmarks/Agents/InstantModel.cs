using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Baton.Benchmarks.Agents;

/// <summary>A model that answers at once: calls tools until the conversation is long enough, then says hello.</summary>
/// <param name="turns">The answers of one run, the last of them without calls.</param>
/// <param name="calls">The tools called in each answer before.</param>
/// <param name="pieces">The pieces a streamed answer comes in.</param>
internal sealed class InstantModel(int turns = 1, int calls = 1, int pieces = 1) : IChatClient
{
    private static readonly Dictionary<string, object?> Arguments = new(StringComparer.Ordinal) { ["number"] = 1 };

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(new ChatResponse(Next(messages)));

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await default(ValueTask);
        for (int piece = 0; piece < pieces; piece++)
        {
            yield return Piece;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    /// <summary>One and the same update, so that what is measured is not its making.</summary>
    private static ChatResponseUpdate Piece { get; } = new(ChatRole.Assistant, "word ");

    private ChatMessage Next(IEnumerable<ChatMessage> messages)
    {
        // Each turn adds the model's message and the tools'.
        int answered = CountSinceUser((IReadOnlyList<ChatMessage>)messages) / 2;
        if (answered >= turns - 1)
        {
            return new ChatMessage(ChatRole.Assistant, "Hello!");
        }

        List<AIContent> contents = new(calls);
        for (int call = 0; call < calls; call++)
        {
            contents.Add(new FunctionCallContent($"call_{answered}_{call}", "add", Arguments));
        }

        return new ChatMessage(ChatRole.Assistant, contents);
    }

    private static int CountSinceUser(IReadOnlyList<ChatMessage> messages)
    {
        int count = 0;
        while (messages[^(count + 1)].Role != ChatRole.User)
        {
            count++;
        }

        return count;
    }
}
