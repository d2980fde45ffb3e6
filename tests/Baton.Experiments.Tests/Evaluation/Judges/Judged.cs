using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Personas;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Evaluation.Judges;

/// <summary>Makes traces to be judged.</summary>
internal static class Judged
{
    public static EvaluatedTrace Answer(
        string? output,
        string input = "Where is my parcel?",
        string? expected = null,
        JsonObject? metadata = null,
        IReadOnlyList<TraceToolCall>? toolCalls = null,
        Persona? persona = null
    ) =>
        new(
            new RunTrace
            {
                TraceId = "trace_1",
                RunKey = "input_1/-/0",
                RunIndex = 0,
                InputId = "input_1",
                Iteration = 0,
                Input = input,
                Output = output,
                Outcome = output is null ? RunOutcome.Failed : RunOutcome.Success,
                StartedAt = DateTimeOffset.UnixEpoch,
                ToolCalls = toolCalls ?? [],
                Metadata = metadata,
            },
            expected,
            persona
        );

    public static EvaluatedTrace Conversation(params (string Role, string Said)[] messages)
    {
        EvaluatedTrace trace = Answer(messages[^1].Said, messages[0].Said);
        return trace with
        {
            Trace = trace.Trace with
            {
                Conversation = new TraceConversation
                {
                    State = "completed",
                    TerminationReason = "supervisor_stop",
                    TurnCount = messages.Length / 2,
                    History =
                    [
                        .. messages.Select(
                            static (message, index) =>
                                new TraceMessage((index / 2) + 1, message.Role, message.Said, "agent")
                        ),
                    ],
                },
            },
        };
    }

    public static TraceToolCall Call(string name, string arguments, string result) =>
        new("call_1", name, JsonElement.Parse(arguments), JsonElement.Parse(result), Error: null, Turn: 1);
}
