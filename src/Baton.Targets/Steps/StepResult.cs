using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.Steps;

/// <summary>What one step of an agent gave back.</summary>
/// <param name="final">How its call ended.</param>
internal sealed class StepResult(FinalEvent final)
{
    private readonly JsonElement? _metadata = final.Metadata;

    /// <summary>The result as the agent gave it: what the next step observes.</summary>
    public JsonElement Value { get; } = final.Raw ?? TextElement(final.Output);

    /// <summary>A text as a JSON value.</summary>
    public static JsonElement TextElement(string text)
    {
        using JsonDocument document = JsonDocument.Parse(JsonValue.Create(text).ToJsonString());
        return document.RootElement.Clone();
    }

    /// <summary>Whether it was the last step; looked up in the result, then in the metadata beside it.</summary>
    public bool IsDone(DataPath path) =>
        path.Select(Value).Any(IsSet) || (_metadata is { } metadata && path.Select(metadata).Any(IsSet));

    /// <summary>The answer in the result, or <see langword="null"/> when there is none.</summary>
    public string? Answer(DataPath? path) =>
        path is not null ? path.GetText(Value)
        : Value.ValueKind == JsonValueKind.Object ? AnswerShapes.Find(Value) ?? final.Output
        : final.Output;

    /// <summary>The turn's outcome when this was the last step.</summary>
    /// <param name="number">Which step it was.</param>
    /// <param name="options">Where the answer stands.</param>
    public AgentEvent Outcome(int number, StepOptions options)
    {
        if (Answer(options.OutputPath) is { } answer)
        {
            return final with { Output = answer };
        }

        string shown = Value.GetRawText();
        shown = shown.Length <= 500 ? shown : string.Concat(shown.AsSpan(0, 500), "…");
        string message = $"step {number} is done and has nothing at `{options.OutputPath}`; it returned {shown}";
        return new ErrorEvent(
            new AgentError(ErrorKind.NoOutput, message) { Details = new JsonObject { ["step"] = number } }
        );
    }

    private static bool IsSet(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.Number => value.GetDouble() != 0,
            JsonValueKind.String => value.GetString() is { Length: > 0 } text
                && !string.Equals(text.Trim(), "false", StringComparison.OrdinalIgnoreCase),
            JsonValueKind.Array => value.GetArrayLength() > 0,
            JsonValueKind.Object => value.EnumerateObject().MoveNext(),
            _ => false,
        };
}
