using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Adapters;

/// <summary>Makes the answer that is recorded of the one the agent gave. Safe for concurrent use.</summary>
internal sealed class OutputAdapter(OutputAdapterOptions options)
{
    private const int LongestStart = 200;

    private readonly OutputPattern? _pattern = options.Regex is null ? null : new OutputPattern(options.Regex);

    /// <summary>Adapts an answer.</summary>
    /// <param name="final">The agent's answer.</param>
    /// <param name="context">The conversation.</param>
    /// <param name="turn">The turn as the user took it.</param>
    /// <returns>The answer with the agent's own in its metadata, or an error that names the step and the answer's start.</returns>
    public AgentEvent Adapt(FinalEvent final, ConversationContext context, Turn turn)
    {
        JsonElement value = final.Raw ?? JsonText.Element(final.Output);
        if (options.Path is { } path)
        {
            JsonElement root = final.Raw ?? JsonText.TryParse(final.Output) ?? value;
            if (root.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                return Failed("path", path.Text, "leads into JSON, which the output is not", final.Output);
            }

            if (path.GetText(root) is not { } text)
            {
                return Failed("path", path.Text, "leads to nothing in the output", final.Output);
            }

            value = !path.HasWildcard && path.TryGet(root, out JsonElement found) ? found : JsonText.Element(text);
        }
        else if (_pattern is not null)
        {
            value = JsonText.Element(final.Output);
        }

        if (_pattern is not null)
        {
            string searched = JsonText.Of(value) ?? "";
            if (_pattern.Search(searched, out value) is { } why)
            {
                return Failed("regex", options.Regex!, why, searched);
            }
        }

        return options.Template is { } template
            ? Written(template.Template, value, final, context, turn)
            : Answer(value, final);
    }

    private static FinalEvent Written(
        Template template,
        JsonElement value,
        FinalEvent final,
        ConversationContext context,
        Turn turn
    )
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, TemplateScope.Writing))
        {
            template.Write(writer, TemplateScope.From(context, turn, value));
        }

        return Answer(JsonText.Parse(buffer.WrittenSpan), final);
    }

    private static FinalEvent Answer(JsonElement value, FinalEvent final)
    {
        string text = JsonText.Of(value) ?? "";
        bool isStructure = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        return new FinalEvent(text)
        {
            Raw = isStructure ? value.Clone() : null,
            Metadata = string.Equals(text, final.Output, StringComparison.Ordinal)
                ? final.Metadata
                : WithAgentOutput(final),
        };
    }

    private static JsonElement WithAgentOutput(FinalEvent final)
    {
        JsonObject metadata = final.Metadata is { ValueKind: JsonValueKind.Object } given
            ? JsonObject.Create(given)!
            : [];
        metadata["agent_output"] = final.Raw is { } raw ? JsonNode.Parse(raw.GetRawText()) : final.Output;
        return JsonSerializer.SerializeToElement(metadata);
    }

    private static ErrorEvent Failed(string step, string setting, string why, string output)
    {
        string start = output.Length <= LongestStart ? output : output[..LongestStart] + "…";
        return new ErrorEvent(
            new AgentError(ErrorKind.Protocol, $"`adapters.output.{step}: {setting}` {why}; it begins: {start}")
        );
    }
}
