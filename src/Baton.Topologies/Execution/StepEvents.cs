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
    public static SpanStartedEvent Started(StepQuestion question) =>
        Started(question.Path, question.Seat.Slot, question.Seat.Agent.Name, question.Input);

    /// <summary>The agent was asked in an earlier sitting.</summary>
    public static SpanStartedEvent Started(StepRecord step) =>
        Started(step.Path, step.Slot, step.Agent, step.Input) with
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

    private static SpanStartedEvent Started(string path, string slot, string agent, string input) =>
        new(path, path, Kind)
        {
            Input = Json(input),
            Attributes = Json(new JsonObject { ["slot"] = slot, ["agent"] = agent }),
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
