using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Topologies.Execution;

/// <summary>A step as those are told who look on: a span from its start to its end, the path its identifier and name.</summary>
internal static class StepEvents
{
    /// <summary>The <see cref="SpanStartedEvent.Kind"/> of steps.</summary>
    public const string Kind = "step";

    /// <summary>The agent is asked.</summary>
    public static SpanStartedEvent Started(StepQuestion question, ExecutionSitting sitting) =>
        Started(question.Path, question.Part, question.Seat.Slot, question.Seat.Agent.Name, question.Input, sitting);

    /// <summary>The agent was asked in another place, or in an earlier sitting.</summary>
    /// <param name="step">The step.</param>
    /// <param name="part">The part of a compound it is in; empty for none.</param>
    /// <param name="sitting">The sitting.</param>
    public static SpanStartedEvent Started(StepRecord step, string part, ExecutionSitting sitting) =>
        Started(step.Path, part, step.Slot, step.Agent, step.Input, sitting) with
        {
            Timestamp = step.StartedAt,
        };

    /// <summary>What came of it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isRecorded">Whether it is from an earlier sitting.</param>
    public static SpanEndedEvent Ended(StepRecord step, bool isRecorded) =>
        new(step.Path)
        {
            Output = step.Output is null ? null : Json(step.Output),
            Error = step.Error,
            Attributes = Json(
                new EndFacts(
                    step.Attempts,
                    isRecorded,
                    step.Usage.InputTokens,
                    step.Usage.OutputTokens,
                    step.Usage.TotalTokens,
                    step.Usage.Cost
                )
            ),
            Timestamp = step.StartedAt + step.Duration,
        };

    private static SpanStartedEvent Started(
        string path,
        string part,
        string slot,
        string agent,
        string input,
        ExecutionSitting sitting
    ) =>
        new(path, path, Kind)
        {
            ParentSpanId = part.Length > 0 ? part : sitting.ExecutionId,
            Input = Json(input),
            Attributes = Json(
                new JsonObject
                {
                    ["slot"] = slot,
                    ["agent"] = agent,
                    ["correlation_id"] = sitting.Config.CorrelationId,
                }
            ),
        };

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, TopologyJson.Options);

    private sealed record EndFacts(
        int Attempts,
        bool Recorded,
        long? InputTokens,
        long? OutputTokens,
        long? TotalTokens,
        decimal? Cost
    );
}
