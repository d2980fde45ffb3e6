using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Processes.Acp;

/// <summary>The tool calls of one turn, put together from the pieces in which an agent tells of them.</summary>
/// <remarks>
/// A call is told once its arguments are known; where they never come, when it ends, is asked about, or the turn ends.
/// </remarks>
internal sealed class AcpToolCalls
{
    private readonly Dictionary<string, Call> _calls = new(StringComparer.Ordinal);

    /// <summary>Takes in a <c>tool_call</c> or <c>tool_call_update</c>.</summary>
    public IEnumerable<AgentEvent> Take(JsonElement fields, bool mustTell = false)
    {
        string id = AcpFields.Text(fields, "toolCallId") ?? "";
        if (!_calls.TryGetValue(id, out Call? call))
        {
            _calls.Add(id, call = new Call(id));
        }

        call.Name = AcpFields.Text(fields, "name") ?? call.Name;
        call.Title = AcpFields.Text(fields, "title") ?? call.Title;
        call.Kind = AcpFields.Text(fields, "kind") ?? call.Kind;
        call.Arguments = AcpFields.Value(fields, "rawInput") ?? call.Arguments;
        call.Output = AcpFields.Value(fields, "rawOutput") ?? call.Output;
        call.Content = AcpFields.Value(fields, "content") ?? call.Content;
        string? status = AcpFields.Text(fields, "status");
        bool isOver = status is "completed" or "failed";
        if (!call.IsTold && (isOver || mustTell || call.Arguments is not null))
        {
            yield return call.Tell();
        }

        if (isOver && !call.IsOver)
        {
            yield return call.End(failed: status == "failed");
        }
    }

    /// <summary>The calls that were never told.</summary>
    public IEnumerable<AgentEvent> Rest() => _calls.Values.Where(call => !call.IsTold).Select(call => call.Tell());

    /// <summary>The question about a call; take its fields in first.</summary>
    public ToolApprovalRequestedEvent Question(JsonElement fields)
    {
        Call call = _calls[AcpFields.Text(fields, "toolCallId") ?? ""];
        return new ToolApprovalRequestedEvent(call.Id, call.Tool, call.Arguments);
    }

    private sealed class Call(string id)
    {
        public string Id => id;

        public string? Name { get; set; }

        public string? Title { get; set; }

        public string? Kind { get; set; }

        public JsonElement? Arguments { get; set; }

        public JsonElement? Output { get; set; }

        public JsonElement? Content { get; set; }

        public bool IsTold { get; private set; }

        public bool IsOver { get; private set; }

        /// <summary>Programs give a name; where there is none, the title for people has to do.</summary>
        public string Tool => Name ?? Title ?? Kind ?? "tool";

        public ToolCallEvent Tell()
        {
            IsTold = true;
            return new ToolCallEvent(id, Tool, Arguments);
        }

        public ToolResultEvent End(bool failed)
        {
            IsOver = true;
            JsonElement? result = Output ?? Content;
            return failed
                ? new ToolResultEvent(
                    id,
                    Result: null,
                    (Content is { } content ? AcpFields.ContentText(content) : null)
                        ?? Output?.GetRawText()
                        ?? "the tool failed"
                )
                : new ToolResultEvent(id, result);
        }
    }
}
