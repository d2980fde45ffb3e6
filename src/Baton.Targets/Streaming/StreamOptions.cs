using System.Text.Json.Serialization;
using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming;

/// <summary>
/// The <c>stream:</c> section: what the items of a streamed answer mean. With it tool calls, their results, reasoning
/// and token counts become part of the trace.
/// </summary>
public sealed record StreamOptions : IValidatedSection
{
    /// <summary>A known kind of stream. Paths beside it are read from items the preset does not know.</summary>
    public StreamPreset? Preset { get; init; }

    /// <summary>Where an item holds a piece of the answer. Default: <c>stream_output_path</c>, then the common shapes.</summary>
    public DataPath? Text { get; init; }

    /// <summary>Where an item holds a piece of the model's reasoning.</summary>
    public DataPath? Reasoning { get; init; }

    /// <summary>Where an item tells about a tool call.</summary>
    public ToolCallPaths? ToolCall { get; init; }

    /// <summary>Where an item tells what a tool gave back.</summary>
    public ToolResultPaths? ToolResult { get; init; }

    /// <summary>Where an item says that the agent failed: anything there but null, false, zero and empty.</summary>
    public DataPath? Error { get; init; }

    /// <summary>Where an item says that the answer is over: anything there but null, false, zero and empty.</summary>
    public DataPath? Done { get; init; }

    /// <summary>What must stand at <see cref="Done"/>. Default: anything.</summary>
    public string? DoneValue { get; init; }

    /// <summary>Where an item holds the token counts of one model call, under the names that model servers use.</summary>
    public DataPath? Usage { get; init; }

    /// <summary>Whether there is anything beside the preset.</summary>
    internal bool HasPaths =>
        Text is not null
        || Reasoning is not null
        || ToolCall is not null
        || ToolResult is not null
        || Error is not null
        || Done is not null
        || DoneValue is not null
        || Usage is not null;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (DoneValue is not null && Done is null)
        {
            section.Error("done_value", "goes with `done`: the path at which the value must stand");
        }

        if (Preset is null && !HasPaths)
        {
            section.Error("", "says nothing: give a `preset`, or paths such as `text` and `tool_call`");
        }
    }
}

/// <summary>Where an item tells about a tool call. Paths start at the item, or at each value of <see cref="Each"/>.</summary>
public sealed record ToolCallPaths
{
    /// <summary>A path to many calls in one item, for example <c>tool_calls[*]</c>. Default: the item is one call.</summary>
    public DataPath? Each { get; init; }

    /// <summary>The tool's name.</summary>
    public required DataPath Name { get; init; }

    /// <summary>The arguments: an object, or a string of JSON, which may come in pieces. Default: none.</summary>
    public DataPath? Arguments { get; init; }

    /// <summary>What ties the call to its result, and pieces to their call. Default: made up.</summary>
    public DataPath? Id { get; init; }

    /// <summary>What ties pieces to their call where they carry no <see cref="Id"/>: a position.</summary>
    public DataPath? Index { get; init; }
}

/// <summary>Where an item tells what a tool gave back. Paths start at the item, or at each value of <see cref="Each"/>.</summary>
public sealed record ToolResultPaths
{
    /// <summary>A path to many results in one item. Default: the item is one result.</summary>
    public DataPath? Each { get; init; }

    /// <summary>What the tool gave back.</summary>
    public required DataPath Output { get; init; }

    /// <summary>The call it answers. Default: the last one.</summary>
    public DataPath? Id { get; init; }

    /// <summary>Why the tool failed.</summary>
    public DataPath? Error { get; init; }
}

/// <summary>A known kind of stream.</summary>
public enum StreamPreset
{
    /// <summary>Chunks of an OpenAI-compatible <c>/chat/completions</c>.</summary>
    [JsonStringEnumMemberName("openai-chat")]
    OpenAIChat,

    /// <summary>Events of OpenAI's Responses API, and of the OpenAI Agents SDKs.</summary>
    [JsonStringEnumMemberName("openai-responses")]
    OpenAIResponses,

    /// <summary>Events of Anthropic's Messages API.</summary>
    [JsonStringEnumMemberName("anthropic")]
    Anthropic,

    /// <summary>UI messages and parts of Vercel's <c>ai</c>.</summary>
    [JsonStringEnumMemberName("vercel-ai")]
    VercelAI,

    /// <summary>Events of the AG-UI protocol.</summary>
    [JsonStringEnumMemberName("ag-ui")]
    AgUI,

    /// <summary>LangGraph's modes <c>messages</c>, <c>updates</c> and <c>values</c>.</summary>
    [JsonStringEnumMemberName("langgraph")]
    LangGraph,

    /// <summary>Results of the A2A protocol over JSON-RPC.</summary>
    [JsonStringEnumMemberName("a2a")]
    A2A,
}
