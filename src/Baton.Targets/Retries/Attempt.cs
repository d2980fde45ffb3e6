using Baton.Agents;

namespace Baton.Targets.Retries;

/// <summary>A turn that was begun, up to its first event: from there on it cannot be repeated.</summary>
internal sealed class Attempt : IAsyncDisposable
{
    private readonly IAsyncEnumerator<AgentEvent> _events;

    private Attempt(IAsyncEnumerator<AgentEvent> events) => _events = events;

    /// <summary>The event the attempt stands at.</summary>
    public AgentEvent Current => _events.Current;

    /// <summary>Why the attempt may be repeated, or <see langword="null"/> when it may not.</summary>
    public AgentError? TransientError { get; private set; }

    /// <summary>Begins the turn and waits for its first event.</summary>
    public static async ValueTask<Attempt> BeginAsync(
        IConversation conversation,
        Turn turn,
        CancellationToken cancellationToken
    )
    {
        Attempt attempt = new(
            conversation.TakeTurnAsync(turn, cancellationToken).GetAsyncEnumerator(cancellationToken)
        );
        try
        {
            await attempt.MoveAsync().ConfigureAwait(false);
            attempt.TransientError = attempt.Current is ErrorEvent { Error: { IsTransient: true } error }
                ? error
                : null;
            return attempt;
        }
        catch
        {
            await attempt.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Goes to the next event.</summary>
    /// <returns>Whether there is one.</returns>
    public ValueTask<bool> MoveAsync() => _events.MoveNextAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
