using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Tests;

/// <summary>Agents that say what a function makes of what they are asked, and remember who was asked what.</summary>
internal sealed class Actors(Func<Asked, string> play) : IAgentSource
{
    private int _atWork;
    private int _mostAtWork;

    /// <summary>Every question, in the order in which agents began with them.</summary>
    public ConcurrentQueue<Asked> Asked { get; } = new();

    /// <summary>The most agents that were at work at once.</summary>
    public int MostAtWork => _mostAtWork;

    /// <summary>Is waited for by every agent before it answers. Default: nothing.</summary>
    public Func<Asked, CancellationToken, Task> Before { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>The paths that were asked, in order.</summary>
    public string[] Paths => [.. Asked.Select(asked => asked.Step)];

    public IAgent Create(AgentType agent, AnswerForm? form) => new Actor(this, agent);

    /// <summary>An agent of a name, for slots.</summary>
    public static AgentType Type(string name, params string[] capabilities) =>
        new()
        {
            Name = name,
            Role = AgentRole.Specialist,
            Description = $"The agent {name}",
            Config = new AgentConfig
            {
                Capabilities = [.. capabilities.Select(name => new CapabilitySpec(name))],
                MaxRetries = 0,
            },
        };

    /// <summary>Agents of the names of their slots.</summary>
    public static Dictionary<string, AgentType> In(params string[] slots) =>
        slots.ToDictionary(slot => slot, slot => Type(slot.Replace('/', '-')), StringComparer.Ordinal);

    private sealed class Actor(Actors actors, AgentType agent) : IAgent
    {
        public string Name => agent.Name;

        public IConversation StartConversation(ConversationContext context) => new Scene(actors, agent, context);
    }

    private sealed class Scene(Actors actors, AgentType agent, ConversationContext context) : IConversation
    {
        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Baton.Agents.Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            Asked asked = new(
                (string)context.Metadata!["step"]!,
                (string)context.Metadata["slot"]!,
                turn.Input,
                (int)context.Metadata["attempt"]!,
                agent
            );
            actors.Asked.Enqueue(asked);
            int now = Interlocked.Increment(ref actors._atWork);
            Max(ref actors._mostAtWork, now);
            string answer;
            try
            {
                await actors.Before(asked, cancellationToken);
                answer = actors.Play(asked);
            }
            finally
            {
                Interlocked.Decrement(ref actors._atWork);
            }

            if (answer.StartsWith("FAIL", StringComparison.Ordinal))
            {
                yield return new ErrorEvent(new AgentError(ErrorKind.Agent, answer));
                yield break;
            }

            yield return new TextEvent(answer);
            yield return new UsageEvent(new Usage { InputTokens = 10, OutputTokens = 1 });
            yield return new FinalEvent(answer);
        }

        public ValueTask DisposeAsync() => default;

        private static void Max(ref int most, int now)
        {
            int seen = Volatile.Read(ref most);
            while (seen < now)
            {
                int before = Interlocked.CompareExchange(ref most, now, seen);
                if (before == seen)
                {
                    return;
                }

                seen = before;
            }
        }
    }

    private string Play(Asked asked) => play(asked);
}

/// <summary>A question to an agent.</summary>
internal sealed record Asked(string Step, string Slot, string Input, int Attempt, AgentType Agent);
