using System.Text.Json.Nodes;

namespace Baton.Topologies.Execution;

/// <summary>What agents are asked, as text.</summary>
internal static class StepInput
{
    private const string Prompt = "prompt";

    /// <summary>An execution's input: its <c>prompt</c> where it has nothing else, otherwise the whole as JSON.</summary>
    public static string Of(JsonObject input) =>
        input.Count == 1 && input[Prompt] is JsonValue prompt ? prompt.ToString() : TopologyJson.Write(input);

    /// <summary>Anything else, as JSON.</summary>
    public static string Of<T>(T value) => TopologyJson.Write(value);

    /// <summary>The input for a part that goes on from text.</summary>
    public static JsonObject FromText(string text) => new() { [Prompt] = text };
}
