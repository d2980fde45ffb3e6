using Baton.Agents;

namespace Baton.Targets;

/// <summary>A transport with everything that is laid around it.</summary>
/// <param name="outermost">Who takes the turns.</param>
/// <param name="transport">Who is probed, and disposed at the end.</param>
/// <param name="pace">What the calls wait in, or <see langword="null"/>.</param>
internal sealed class ComposedTarget(IAgent outermost, ITarget transport, IDisposable? pace) : ITarget
{
    /// <inheritdoc/>
    public string Name => transport.Name;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) => outermost.StartConversation(context);

    /// <inheritdoc/>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        transport.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        pace?.Dispose();
        await transport.DisposeAsync().ConfigureAwait(false);
    }
}
