using System.Text.Json.Nodes;

namespace Baton.Topologies.Execution;

/// <summary>Where patterns get what came of their steps. Safe for concurrent use.</summary>
internal interface IStepTaker
{
    /// <summary>What came of a step.</summary>
    /// <exception cref="OperationCanceledException">There is nothing, and there will not be.</exception>
    Task<StepReply> StepAsync(StepQuestion question, CancellationToken cancellationToken);

    /// <summary>Does several things at once or in order; results in the given order.</summary>
    Task<T[]> AllAsync<T>(IReadOnlyList<Func<Task<T>>> work);

    /// <summary>Lets a topology work, so that those who look on can be told when it begins and ends.</summary>
    Task<JsonObject> SpanAsync(TopologySpan span, JsonObject input, Func<Task<JsonObject>> work);
}
