using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Topologies;

/// <summary>What an execution gets of a turn.</summary>
internal static class TeamInput
{
    private const string Prompt = "prompt";
    private const string Transcript = "transcript";

    /// <summary>
    /// The message as <c>prompt</c>, or the members of a structured one; in later turns with the <c>transcript</c> of what was
    /// said before, so that a team that remembers nothing knows it.
    /// </summary>
    public static JsonObject Of(Turn turn)
    {
        JsonObject input = turn.InputValue is { ValueKind: JsonValueKind.Object } value
            ? JsonObject.Create(value.Clone())!
            : new JsonObject { [Prompt] = turn.Input };
        if (turn.History.Count > 0)
        {
            input[Transcript] = new JsonArray([.. turn.History.Where(IsSaid).Select(Message)]);
        }

        return input;
    }

    private static bool IsSaid(ChatMessage message) =>
        (message.Role == ChatRole.User || message.Role == ChatRole.Assistant) && message.Text.Length > 0;

    private static JsonObject Message(ChatMessage message) =>
        new() { ["role"] = message.Role.Value, ["content"] = message.Text };
}
