using System.Text.Json;
using Baton.Topologies.Definitions;
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

    /// <summary>The form of an agent's own answers, or <see langword="null"/> for text.</summary>
    internal static AnswerForm? Of(OutputFormat format) =>
        format.Schema is null ? null : new AnswerForm("answer", JsonSerializer.SerializeToElement(format.Schema));

    /// <summary>How a model is told.</summary>
    internal ChatResponseFormat ResponseFormat =>
        Schema.TryGetProperty("properties", out _)
            ? ChatResponseFormat.ForJsonSchema(Schema, Name)
            : ChatResponseFormat.Json;
}
