using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Benchmarks.Relay;

/// <summary>An agent that says so many words at once, and nothing else.</summary>
internal sealed class TalkativeAgent(int words) : IAgent, IConversation
{
    private readonly TextEvent _word = new("word ");

    public string Name => "talkative";

    public IConversation StartConversation(ConversationContext context) => this;

    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.CompletedTask;
        for (int word = 0; word < words; word++)
        {
            yield return _word;
        }

        yield return new FinalEvent("done");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
