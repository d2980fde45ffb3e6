using System.Text;
using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>Puts the events of one streamed message together. Belongs to one answer.</summary>
internal sealed class AnthropicStream(AnswerTool? answerTool, CallIds ids) : AnswerStream
{
    private readonly List<AIContent> _calls = [];
    private readonly StringBuilder _input = new();
    private UsageDetails? _usage;
    private string? _id;
    private string? _model;
    private bool _isFinished;
    private string? _callId;
    private string? _callName;
    private string? _wholeInput;
    private string? _stopReason;

    /// <inheritdoc/>
    public override bool IsFinished => _isFinished;

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
            case "message_start":
                Begin(item.Find("message"));
                return null;
            case "content_block_start":
                return BeginBlock(item.Find("content_block"));
            case "content_block_delta":
                return TakeDelta(item.Find("delta"));
            case "content_block_stop":
                return EndBlock();
            case "message_delta":
                _stopReason = item.Find("delta")?.FindText("stop_reason") ?? _stopReason;
                CountUsage(item.Find("usage"));
                return null;
            case "message_stop":
                return End();
            default:
                return null;
        }
    }

    private void Begin(JsonElement? message)
    {
        _id = message?.FindText("id");
        _model = message?.FindText("model");
        CountUsage(message?.Find("usage"));
    }

    private ChatResponseUpdate? BeginBlock(JsonElement? block)
    {
        switch (block?.FindText("type"))
        {
            case "tool_use":
                _callId = ids.Or(block.Value.FindText("id"));
                _callName = block.Value.FindText("name") ?? string.Empty;
                _input.Clear();
                _wholeInput = block.Value.Find("input")?.GetRawText();
                return answerTool?.Is(_callName) == true
                    ? null
                    : Update([new ToolArgumentsDelta(_callId, _callName, string.Empty)]);
            case AnthropicAnswer.RedactedThinking:
                return Update([AnthropicAnswer.Redacted(block.Value)]);
            case "thinking":
                return Thought(block.Value.FindText("thinking"), block.Value.FindText("signature"));
            default:
                return block?.FindText("text") is { Length: > 0 } text ? Update([new TextContent(text)]) : null;
        }
    }

    private ChatResponseUpdate? TakeDelta(JsonElement? delta)
    {
        switch (delta?.FindText("type"))
        {
            case "text_delta" when delta.Value.FindText("text") is { Length: > 0 } text:
                return Update([new TextContent(text)]);
            case "thinking_delta":
                return Thought(delta.Value.FindText("thinking"), signature: null);
            case "signature_delta":
                return Thought(text: null, delta.Value.FindText("signature"));
            case "input_json_delta" when delta.Value.FindText("partial_json") is { Length: > 0 } piece:
                _input.Append(piece);
                return Update([
                    answerTool?.Is(_callName) == true
                        ? new TextContent(piece)
                        : new ToolArgumentsDelta(_callId ?? string.Empty, _callName, piece),
                ]);
            default:
                return null;
        }
    }

    private ChatResponseUpdate? EndBlock()
    {
        if (_callName is null)
        {
            return null;
        }

        bool isShown = _input.Length > 0 && answerTool?.Is(_callName) == true;
        string input = _input.Length == 0 ? _wholeInput ?? "{}" : _input.ToString();
        AIContent content = AnthropicAnswer.Call(_callId!, _callName, input, answerTool);
        _callName = null;
        _calls.Add(content);
        return isShown ? null : Update([content]);
    }

    private ChatResponseUpdate? Thought(string? text, string? signature) =>
        string.IsNullOrEmpty(text) && string.IsNullOrEmpty(signature)
            ? null
            : Update([
                new TextReasoningContent(text) { ProtectedData = string.IsNullOrEmpty(signature) ? null : signature },
            ]);

    private ChatResponseUpdate End()
    {
        _isFinished = true;
        ChatResponseUpdate update = Update(_usage is null ? [] : [new UsageContent(_usage)]);
        update.FinishReason = AnthropicAnswer.FinishReason(_stopReason, _calls);
        return update;
    }

    // The start tells what was read and the end what was written; either may tell both.
    private void CountUsage(JsonElement? usage)
    {
        if (usage is null)
        {
            return;
        }

        UsageDetails told = AnthropicAnswer.Usage(usage.Value);
        long? input = told.InputTokenCount ?? _usage?.InputTokenCount;
        long? output = told.OutputTokenCount ?? _usage?.OutputTokenCount;
        _usage = new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = input + output,
            CachedInputTokenCount = told.CachedInputTokenCount ?? _usage?.CachedInputTokenCount,
        };
    }

    private ChatResponseUpdate Update(List<AIContent> contents) =>
        new(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
        };
}
