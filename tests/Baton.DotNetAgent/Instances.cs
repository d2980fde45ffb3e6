using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.DotNetAgent;

/// <summary>An agent with a memory; one is made for each conversation.</summary>
public sealed class Remembering : IAsyncDisposable
{
    private readonly List<string> _heard = [];

    /// <summary>Where the end of an object is written to.</summary>
    public static string? DisposedFile { get; set; }

    /// <summary>Everything heard so far.</summary>
    public string Run(string input)
    {
        if (input.StartsWith("file:", StringComparison.Ordinal))
        {
            DisposedFile = input["file:".Length..];
        }

        _heard.Add(input);
        return string.Join("|", _heard);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (DisposedFile is not null)
        {
            await File.AppendAllTextAsync(DisposedFile, $"{_heard.Count}\n");
        }
    }
}

/// <summary>An agent that cannot be made without help.</summary>
public sealed class Needy(string name)
{
    /// <summary>Says who it is.</summary>
    public string Run(string input) => name + input;
}

/// <summary>An agent whose constructor fails.</summary>
public sealed class Unborn
{
    /// <summary>Fails.</summary>
    public Unborn() => throw new NotSupportedException("not today");

    /// <summary>Is never called.</summary>
    public string Run(string input) => input;
}

/// <summary>Makes agents.</summary>
public static class Makers
{
    /// <summary>Makes an agent of Baton's runtime.</summary>
    public static IAgent Agent(ConversationContext context) =>
        new Agent($"for {context.RunId}", "Answer.") { ChatClient = new Parrot() };

    /// <summary>Makes a client of a model.</summary>
    public static Task<IChatClient> Client() => Task.FromResult<IChatClient>(new Parrot());

    private sealed class Parrot : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Words(messages))));

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, Words(messages));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }

        private static string Words(IEnumerable<ChatMessage> messages) =>
            string.Join("|", messages.Where(message => message.Role == ChatRole.User).Select(message => message.Text));
    }
}
