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
        new(question.Path, question.Path, Kind)
        {
            ParentSpanId = question.Part.Length > 0 ? question.Part : sitting.ExecutionId,
            Input = Json(question.Input),
            Attributes = Json(
                new JsonObject
                {
                    ["slot"] = question.Seat.Slot,
                    ["agent"] = question.Seat.Agent.Name,
                    ["correlation_id"] = sitting.Config.CorrelationId,
                }
            ),
        };

    /// <summary>The agent was asked in an earlier sitting.</summary>
    public static SpanStartedEvent Started(StepRecord step, StepQuestion question, ExecutionSitting sitting) =>
        Started(question, sitting) with
        {
            Input = Json(step.Input),
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
                    Math.Round(step.Duration.TotalMilliseconds, 3),
                    step.Usage.InputTokens,
                    step.Usage.OutputTokens,
                    step.Usage.TotalTokens,
                    step.Usage.Cost
                )
            ),
            Timestamp = step.StartedAt + step.Duration,
        };

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, TopologyJson.Options);

    private sealed record EndFacts(
        int Attempts,
        bool Recorded,
        double DurationMs,
        long? InputTokens,
        long? OutputTokens,
        long? TotalTokens,
        decimal? Cost
    );
}
