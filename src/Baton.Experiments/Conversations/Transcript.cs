using System.Text.Json;
using Baton.Experiments.Traces;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations;

/// <summary>Tells an agent's turn as chat messages: every call is followed by its result.</summary>
internal static class Transcript
{
    /// <summary>Adds a turn's tool calls, their results and the answer.</summary>
    public static void AddAnswer(List<ChatMessage> messages, TurnResult turn)
    {
        if (turn.ToolCalls.Count > 0)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, [.. turn.ToolCalls.Select(Call)]));
            messages.Add(new ChatMessage(ChatRole.Tool, [.. turn.ToolCalls.Select(Result)]));
        }

        if (turn.Output is not null)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, turn.Output));
        }
    }

    private static AIContent Call(TraceToolCall call) =>
        new FunctionCallContent(call.CallId, call.Name, Arguments(call.Arguments));

    private static AIContent Result(TraceToolCall call) =>
        new FunctionResultContent(call.CallId, call.Error is null ? call.Result : $"error: {call.Error}");

    private static Dictionary<string, object?>? Arguments(JsonElement? arguments) =>
        arguments switch
        {
            { ValueKind: JsonValueKind.Object } named => named
                .EnumerateObject()
                .GroupBy(property => property.Name, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => (object?)group.Last().Value, StringComparer.Ordinal),
            { } other => new(StringComparer.Ordinal) { ["value"] = other },
            null => null,
        };
}
