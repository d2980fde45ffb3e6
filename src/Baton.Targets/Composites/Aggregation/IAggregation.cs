using Baton.Agents;

namespace Baton.Targets.Composites.Aggregation;

/// <summary>Makes one answer of many.</summary>
internal interface IAggregation
{
    /// <summary>Its word in the configuration.</summary>
    string Name { get; }

    /// <summary>The same for one conversation.</summary>
    IAggregation For(ConversationContext context);

    /// <summary>What is done for the answer; the turn's outcome comes last.</summary>
    IAsyncEnumerable<AgentEvent> AggregateAsync(Answers answers, CancellationToken cancellationToken);
}

/// <summary>What is to be made one.</summary>
/// <param name="Turn">The turn that was answered.</param>
/// <param name="All">What every member's turn came to, in order.</param>
/// <param name="Answered">Those with an answer, in order; at least one.</param>
internal sealed record Answers(Turn Turn, IReadOnlyList<MemberAnswer> All, IReadOnlyList<MemberAnswer> Answered);
