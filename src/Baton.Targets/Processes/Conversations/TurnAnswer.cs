using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Processes.Conversations;

/// <summary>Puts the answer of a turn together from its deltas and its <c>final</c> line.</summary>
/// <param name="deltasWin">Whether deltas, where there are any, are the answer even if <c>final</c> has one.</param>
internal sealed class TurnAnswer(bool deltasWin)
{
    private string? _first;
    private StringBuilder? _joined;

    /// <summary>Adds a piece.</summary>
    public void Add(string delta)
    {
        if (_first is null)
        {
            _first = delta;
        }
        else
        {
            (_joined ??= new StringBuilder(_first)).Append(delta);
        }
    }

    /// <summary>The turn's last event.</summary>
    public AgentEvent Finish(AgentAnswer answer)
    {
        string? deltas = _joined?.ToString() ?? _first;
        if (deltas is not null && deltasWin && answer.Output is not null)
        {
            return new FinalEvent(deltas) { Metadata = WithFinalOutput(answer) };
        }

        string? output = string.IsNullOrEmpty(answer.Output) ? deltas ?? answer.Output : answer.Output;
        return output is null
            ? new ErrorEvent(
                new AgentError(
                    ErrorKind.NoOutput,
                    "the agent sent `final` without `output` and no `delta` before it; send `{\"type\":\"final\",\"output\":\"…\"}`"
                )
            )
            : new FinalEvent(output) { Raw = answer.Raw, Metadata = answer.Metadata };
    }

    private static JsonElement WithFinalOutput(AgentAnswer answer)
    {
        JsonObject metadata = answer.Metadata is { ValueKind: JsonValueKind.Object } given
            ? JsonObject.Create(given)!
            : [];
        metadata["final_output"] = answer.Raw is { } raw ? JsonNode.Parse(raw.GetRawText()) : answer.Output;
        return JsonDocument.Parse(metadata.ToJsonString()).RootElement;
    }
}
