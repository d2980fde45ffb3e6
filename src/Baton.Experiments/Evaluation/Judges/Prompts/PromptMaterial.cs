using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Models;
using Baton.Experiments.Personas;
using Baton.Targets.Templates;

namespace Baton.Experiments.Evaluation.Judges.Prompts;

/// <summary>What a trace has to say for the placeholders of a prompt.</summary>
/// <param name="evaluated">The trace.</param>
/// <param name="longest">The most characters of one value.</param>
internal sealed class PromptMaterial(EvaluatedTrace evaluated, int longest)
{
    private const string Nothing = "(nothing)";

    /// <summary>Why a placeholder cannot be filled, as a sentence; null when it can.</summary>
    public string? Missing(PromptPlaceholder placeholder) =>
        NeedsWholeTrace(placeholder.Field) && !evaluated.IsWhole
            ? "the experiment kept no conversations and tool calls (`save_traces: false`)"
        : placeholder.IsOptional || Find(placeholder) is not null ? null
        : placeholder.Field == PromptField.Expected ? "the input says not what is `expected`"
        : $"the trace has no `{placeholder.Name}`";

    /// <summary>The text for a placeholder.</summary>
    public string Text(PromptPlaceholder placeholder) => Shorten(Find(placeholder) ?? Nothing);

    /// <summary>A text with its middle left out where it is too long.</summary>
    public string Shorten(string text)
    {
        if (text.Length <= longest)
        {
            return WholeText.Of(text);
        }

        int half = longest / 2;
        return WholeText.Of(text[..half])
            + $"\n[… {text.Length - (2 * half)} characters are left out here …]\n"
            + WholeText.Of(text[^half..]);
    }

    /// <summary>The value at a path of the metadata as text, or null.</summary>
    public string? Metadata(DataPath? path) =>
        evaluated.Trace.Metadata is not { } metadata ? null
        : path is null ? metadata.ToJsonString(PromptJson.Readable)
        : TextAt(metadata, path);

    /// <summary>The expected answer as text, or null.</summary>
    public string? Expected => TextOf(evaluated.Expected);

    private static bool NeedsWholeTrace(PromptField field) =>
        field is PromptField.Conversation or PromptField.ToolCalls;

    // What the agent did not say or do is worth judging; what the user did not tell cannot be judged by.
    private string? Find(PromptPlaceholder placeholder) =>
        placeholder.Field switch
        {
            PromptField.Input => evaluated.Trace.Input,
            PromptField.Output => Given(evaluated.Trace.Output) ?? Nothing,
            PromptField.Expected => Expected,
            PromptField.Persona => PersonaText() ?? "an ordinary user",
            PromptField.Conversation => ConversationLines.Of(evaluated.Trace),
            PromptField.ToolCalls => Given(ConversationLines.OfToolCalls(evaluated.Trace)) ?? Nothing,
            PromptField.Error => evaluated.Trace.Error is { } error ? $"{error.Kind}: {error.Message}" : Nothing,
            PromptField.Metadata => Metadata(placeholder.Path),
            _ => throw new InvalidOperationException($"`{placeholder.Field}` is no field"),
        };

    // The scenario of the input tells of this user what the persona does not: the goal of this one conversation.
    private string? PersonaText()
    {
        string? persona = evaluated.Persona is { } described
            ? string.Join(
                '\n',
                [described.Name, .. PersonaProse.Describe(described) is { } prose ? (string[])[prose] : []]
            )
            : evaluated.Trace.Persona;
        string? scenario = TextOf(evaluated.Trace.Metadata?["scenario"]);
        return scenario is null ? persona
            : persona is null ? scenario
            : $"{persona}\n{scenario}";
    }

    private static string? TextAt(JsonObject metadata, DataPath path) =>
        path.GetText(JsonSerializer.SerializeToElement(metadata));

    private static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? Given(value.GetValue<string>())
            : node?.ToJsonString(PromptJson.Readable);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
