using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Targets.Tests.Guards;

/// <summary>A transport that plays what a test wrote, one script a turn.</summary>
internal sealed class ScriptedTarget(Func<int, CancellationToken, IAsyncEnumerable<AgentEvent>> script) : ITarget
{
    private int _calls;

    public string Name => "scripted";

    /// <summary>How many turns were begun.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>How many turns ended, in whatever way.</summary>
    public int Ended { get; private set; }

    public bool IsDisposed { get; private set; }

    public static ScriptedTarget Playing(params AgentEvent[] events) => new((_, _) => events.ToAsyncEnumerable());

    public IConversation StartConversation(ConversationContext context) => new Conversation(this);

    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<AgentError?>(null);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<AgentEvent> PlayAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int call = Interlocked.Increment(ref _calls);
        try
        {
            await foreach (AgentEvent item in script(call, cancellationToken).WithCancellation(cancellationToken))
            {
                yield return item;
            }
        }
        finally
        {
            Ended++;
        }
    }

    private sealed class Conversation(ScriptedTarget owner) : IConversation
    {
        public IAsyncEnumerable<AgentEvent> TakeTurnAsync(Turn turn, CancellationToken cancellationToken) =>
            owner.PlayAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
