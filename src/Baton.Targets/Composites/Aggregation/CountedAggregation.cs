using Baton.Agents;

namespace Baton.Targets.Composites.Aggregation;

/// <summary>An aggregation that needs nobody's help.</summary>
/// <param name="name">Its word in the configuration.</param>
/// <param name="count">Makes the outcome.</param>
internal sealed class CountedAggregation(string name, Func<Answers, AgentEvent> count) : IAggregation
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IAggregation For(ConversationContext context) => this;

    /// <inheritdoc/>
    public IAsyncEnumerable<AgentEvent> AggregateAsync(Answers answers, CancellationToken cancellationToken) =>
        new[] { count(answers) }.ToAsyncEnumerable();
}
