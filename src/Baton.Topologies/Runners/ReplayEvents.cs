using Baton.Agents;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Runners;

/// <summary>Tells of the topologies at work in an execution that is replayed after each step. For one caller at a time.</summary>
internal sealed class ReplayEvents(ExecutionSitting sitting, Func<AgentEvent, ValueTask> observe)
{
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);

    /// <summary>Tells of those that began since.</summary>
    public async Task TellBegunAsync(ReplayOutcome outcome)
    {
        foreach (ReplayedSpan span in outcome.Spans.Where(span => _begun.Add(span.Span.Path)))
        {
            await observe(span.Span.Started(sitting, span.Input)).ConfigureAwait(false);
        }
    }

    /// <summary>Tells of those that ended since, parts before what is around them.</summary>
    public async Task TellEndedAsync(ReplayOutcome outcome)
    {
        foreach (
            ReplayedSpan span in outcome.Spans.Reverse().Where(span => span.HasEnded && _ended.Add(span.Span.Path))
        )
        {
            await observe(span.Span.Ended(sitting, span.Output, span.Error)).ConfigureAwait(false);
        }
    }
}
