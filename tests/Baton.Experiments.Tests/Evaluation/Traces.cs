using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Evaluation;

/// <summary>Traces to judge.</summary>
internal static class Traces
{
    /// <summary>A run of one turn that went well.</summary>
    public static RunTrace Of(string? output = "Your order 42 ships on Monday.", int number = 1) =>
        new()
        {
            TraceId = $"trace-{number:0000}",
            RunKey = $"input_{number:0000}/0",
            RunIndex = number - 1,
            InputId = $"input_{number:0000}",
            Iteration = 0,
            Input = "Where is my order?",
            Output = output,
            DurationMs = 900,
            Outcome = RunOutcome.Success,
            StartedAt = DateTimeOffset.UnixEpoch,
        };

    /// <summary>A conversation with these answers, one a turn.</summary>
    public static RunTrace Conversation(params string[] answers) =>
        Of(answers[^1]) with
        {
            Conversation = new TraceConversation
            {
                State = "completed",
                TerminationReason = "supervisor_stop",
                TurnCount = answers.Length,
                History =
                [
                    .. answers.SelectMany(
                        (answer, i) =>
                            (TraceMessage[])
                                [
                                    new TraceMessage(
                                        i + 1,
                                        "user",
                                        $"question {i + 1}",
                                        i == 0 ? "input" : "supervisor"
                                    ),
                                    new TraceMessage(i + 1, "assistant", answer, "agent")
                                    {
                                        DurationMs = 100 * (i + 1),
                                    },
                                ]
                    ),
                ],
            },
        };

    /// <summary>The same with an expected answer, as JSON.</summary>
    public static EvaluatedTrace Expecting(this RunTrace trace, string? expectedJson = null)
    {
        JsonNode? expected = expectedJson is null ? null : JsonNode.Parse(expectedJson);
        return new EvaluatedTrace(
            expected is null ? trace : trace with { Metadata = new JsonObject { ["expected"] = expected.DeepClone() } },
            expected,
            null
        );
    }

    /// <summary>A tool call.</summary>
    public static TraceToolCall Call(string name, int turn = 1, string? arguments = null, string? error = null) =>
        new($"call-{name}-{turn}", name, arguments is null ? null : JsonElement.Parse(arguments), null, error, turn);
}
