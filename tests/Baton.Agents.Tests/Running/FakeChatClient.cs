using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>A model made of two methods, for what no script can do: hang, break, misbehave.</summary>
internal sealed class FakeChatClient : IChatClient
{
    private int _asked;

    /// <summary>Answers in one piece; gets the number of the call, from 0.</summary>
    public Func<int, CancellationToken, Task<ChatResponse>>? Answer { get; init; }

    /// <summary>Answers in pieces. Default: <see cref="Answer"/>'s, in one.</summary>
    public Func<int, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>? Stream { get; init; }

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static FakeChatClient Saying(params ChatMessage[] answers) =>
        new() { Answer = (number, _) => Task.FromResult(new ChatResponse(answers[number])) };

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => Answer!(Interlocked.Increment(ref _asked) - 1, cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        int number = Interlocked.Increment(ref _asked) - 1;
        return Stream is { } stream ? stream(number, cancellationToken) : OnePiece(number, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    private async IAsyncEnumerable<ChatResponseUpdate> OnePiece(
        int number,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ChatResponse response = await Answer!(number, cancellationToken);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }
}
