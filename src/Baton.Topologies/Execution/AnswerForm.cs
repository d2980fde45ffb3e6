using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Execution;

/// <summary>The JSON an answer must be.</summary>
/// <param name="Name">What it is called, for the model.</param>
/// <param name="Schema">Its JSON Schema.</param>
public sealed record AnswerForm(string Name, JsonElement Schema)
{
    /// <summary>The form of a type.</summary>
    internal static AnswerForm Of<T>(string name) =>
        new(name, AIJsonUtilities.CreateJsonSchema(typeof(T), serializerOptions: TopologyJson.Options));
}
