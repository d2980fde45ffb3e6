using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Targets.Tests.Checks;

/// <summary>A target that does everything right but what one check looks at. No guards are laid around it.</summary>
internal sealed class BrokenTarget(string check) : ITarget
{
    private int _open;
    private bool _wasCancelled;

    public string Name => "broken";

    public IConversation StartConversation(ConversationContext context) => new Conversation(this, check);

    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        new(check == "starts" ? new AgentError(ErrorKind.Start, "it is not there") : null);

    public ValueTask DisposeAsync() => default;

    private sealed class Conversation(BrokenTarget target, string check) : IConversation
    {
        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            int open = Interlocked.Increment(ref target._open);
            try
            {
                if (check == "streams" || (check == "stops_cleanly" && target._wasCancelled))
                {
                    yield return new ErrorEvent(new AgentError(ErrorKind.Agent, "no more"));
                    yield break;
                }

                if (check == "serves_several_at_once")
                {
                    await Task.Delay(50, cancellationToken);
                    if (open > 1)
                    {
                        yield return new ErrorEvent(new AgentError(ErrorKind.Agent, "busy"));
                        yield break;
                    }
                }

                if (check == "stops_cleanly")
                {
                    await Task.Delay(100, CancellationToken.None);
                    target._wasCancelled = cancellationToken.IsCancellationRequested;
                    cancellationToken.ThrowIfCancellationRequested();
                }

                yield return new TextEvent("Hel");
                yield return check == "survives_two_turns" && turn.Number == 2
                    ? new ErrorEvent(new AgentError(ErrorKind.Agent, "who are you?"))
                    : new FinalEvent(check == "answers" ? "" : "Hello");
            }
            finally
            {
                Interlocked.Decrement(ref target._open);
            }
        }

        public ValueTask DisposeAsync() => default;
    }
}
