using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI.Responses;

/// <summary>Puts the events of one streamed response together. Belongs to one answer.</summary>
internal sealed class ResponsesStream(CallIds ids) : AnswerStream
{
    private readonly Dictionary<string, StreamedItem> _open = new(StringComparer.Ordinal);
    private string? _id;
    private string? _model;
    private bool _isFinished;
    private DateTimeOffset? _created;
    private bool _hasItems;
    private bool _hasCalls;

    /// <inheritdoc/>
    public override bool IsFinished => _isFinished;

    /// <inheritdoc/>
    public override JsonElement? ErrorIn(JsonElement item) =>
        item.FindText("type") switch
        {
            "error" => item.Find("error") ?? item,
            "response.failed" => item.Find("response")?.Find("error") ?? item,
            _ => item.Find("error"),
        };

    /// <inheritdoc/>
    public override void Take(JsonElement item, List<ChatResponseUpdate> shown)
    {
        if (Show(item) is { } update)
        {
            shown.Add(update);
        }
    }

    private ChatResponseUpdate? Show(JsonElement item)
    {
        switch (item.FindText("type"))
        {
            case "response.created" or "response.in_progress":
                Identify(item.Find("response"));
                return null;
            case "response.output_item.added":
                return Begin(item);
            case "response.output_text.delta":
                return Show(item, static text => new TextContent(text));
            case "response.refusal.delta":
                return Show(item, ResponsesAnswer.Refusal);
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta":
                return Show(item, static text => new TextReasoningContent(text));
            case "response.reasoning_summary_part.added" when item.FindNumber("summary_index") > 0:
                return Update([new TextReasoningContent("\n\n")]);
            case "response.function_call_arguments.delta":
                return Collect(item);
            case "response.output_item.done":
                return Close(item);
            case "response.completed" or "response.incomplete":
                return End(item.Find("response") ?? default(JsonElement));
            default:
                return null;
        }
    }

    private void Identify(JsonElement? response)
    {
        _id ??= response?.FindText("id");
        _model ??= response?.FindText("model");
        _created ??= response is { } there ? ResponsesAnswer.CreatedAt(there) : null;
    }

    private ChatResponseUpdate? Begin(JsonElement item)
    {
        JsonElement? added = item.Find("item");
        StreamedItem open = Open(item);
        if (added?.FindText("type") != "function_call")
        {
            return null;
        }

        open.BeginCall(ids.Or(added.Value.FindText("call_id")), added.Value.FindText("name"));
        return Update([new ToolArgumentsDelta(open.CallId!, open.Name, string.Empty)]);
    }

    private ChatResponseUpdate? Show(JsonElement item, Func<string, AIContent> content)
    {
        if (item.FindText("delta") is not { Length: > 0 } text)
        {
            return null;
        }

        Open(item).IsShown = true;
        return Update([content(text)]);
    }

    private ChatResponseUpdate? Collect(JsonElement item)
    {
        StreamedItem open = Open(item);
        if (item.FindText("delta") is not { Length: > 0 } arguments)
        {
            return null;
        }

        open.Arguments.Append(arguments);
        return open.CallId is null ? null : Update([new ToolArgumentsDelta(open.CallId, open.Name, arguments)]);
    }

    private ChatResponseUpdate? Close(JsonElement item)
    {
        StreamedItem open = Open(item);
        _open.Remove(KeyOf(item));
        if (item.Find("item") is not { } whole)
        {
            return null;
        }

        List<AIContent> contents = whole.FindText("type") switch
        {
            "function_call" => [Call(open, whole)],
            "reasoning" when open.IsShown => ResponsesAnswer.Kept(whole) is { } kept
                ? [new TextReasoningContent(null) { ProtectedData = kept }]
                : [],
            _ when open.IsShown => [],
            _ => [.. ResponsesAnswer.Contents(whole, ids)],
        };
        return contents.Count > 0 ? Update(contents) : null;
    }

    private ChatResponseUpdate End(JsonElement response)
    {
        _isFinished = true;
        Identify(response);
        // Some servers tell the end of the answer but not of its calls, and some tell the whole of it only here.
        List<AIContent> contents = _hasItems
            ? [.. _open.Values.Where(static open => open.CallId is not null).Select(open => Call(open, default))]
            : [.. response.FindItems("output").SelectMany(item => ResponsesAnswer.Contents(item, ids))];
        bool hasCalls = _hasCalls || contents.Exists(static content => content is FunctionCallContent);
        if (response.Find("usage") is { } usage)
        {
            contents.Add(new UsageContent(ResponsesAnswer.Usage(usage)));
        }

        ChatResponseUpdate update = Update(contents);
        update.FinishReason = ResponsesAnswer.FinishReason(response, hasCalls);
        return update;
    }

    private FunctionCallContent Call(StreamedItem open, JsonElement whole)
    {
        _hasCalls = true;
        string arguments = OpenAIAnswer.Arguments(whole);
        return ToolContents.Call(
            open.CallId ?? ids.Or(whole.FindText("call_id")),
            whole.FindText("name") ?? open.Name ?? string.Empty,
            arguments.Length > 0 ? arguments : open.Arguments.ToString()
        );
    }

    private StreamedItem Open(JsonElement item)
    {
        _hasItems = true;
        string key = KeyOf(item);
        if (!_open.TryGetValue(key, out StreamedItem? open))
        {
            _open[key] = open = new StreamedItem();
        }

        return open;
    }

    private static string KeyOf(JsonElement item) =>
        item.FindNumber("output_index")?.ToString() ?? item.FindText("item_id") ?? string.Empty;

    private ChatResponseUpdate Update(List<AIContent> contents) =>
        new(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            CreatedAt = _created,
        };
}
