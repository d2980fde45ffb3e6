using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>The tool that stands for a structured answer.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Description">What the answer is, or <see langword="null"/>.</param>
/// <param name="Schema">The answer's shape.</param>
internal sealed record AnswerTool(string Name, string? Description, JsonElement Schema)
{
    /// <summary>The tool for what is asked, or nothing when free text is.</summary>
    public static AnswerTool? For(ChatOptions? options) =>
        options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } json
            ? new AnswerTool(json.SchemaName ?? "answer", json.SchemaDescription, schema)
            : null;

    /// <summary>Whether a call is the answer.</summary>
    public bool Is(string? toolName) => string.Equals(Name, toolName, StringComparison.Ordinal);
}
