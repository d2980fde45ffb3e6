using System.Text;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>Puts a message together from the pieces of its stream.</summary>
internal sealed class StreamedMessage
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<AIContent> _contents = [];
    private string? _messageId;
    private string? _author;
    private string? _protectedReasoning;

    public UsageDetails? Usage { get; private set; }

    public string? ModelId { get; private set; }

    public ChatFinishReason? FinishReason { get; private set; }

    /// <summary>Whether it tells of a call that the client or its server carried out itself; the run has no part in it.</summary>
    public static bool IsCarriedOut(AIContent content) =>
        content is FunctionCallContent { InformationalOnly: true } or FunctionResultContent;

    /// <summary>All words so far.</summary>
    public string Text =>
        string.Concat(_contents.OfType<TextContent>().Select(content => content.Text)) + _text.ToString();

    public void Take(ChatResponseUpdate update)
    {
        _messageId ??= update.MessageId;
        _author ??= update.AuthorName;
        ModelId ??= update.ModelId;
        FinishReason = update.FinishReason ?? FinishReason;
    }

    public void Take(AIContent content)
    {
        switch (content)
        {
            case TextContent { Annotations: null or { Count: 0 } } text:
                EndReasoning();
                _text.Append(text.Text);
                break;
            case TextReasoningContent reasoning:
                EndText();
                if (_protectedReasoning is not null && reasoning.Text is { Length: > 0 })
                {
                    EndReasoning();
                }

                _reasoning.Append(reasoning.Text);
                _protectedReasoning = reasoning.ProtectedData ?? _protectedReasoning;
                break;
            case UsageContent { Details: { } details }:
                // A copy: the first one is the client's.
                Usage ??= new UsageDetails();
                Usage.Add(details);
                break;
            case Providers.ToolArgumentsDelta:
                break;
            case FunctionCallContent { InformationalOnly: true } or FunctionResultContent:
                EndText();
                EndReasoning();
                break;
            default:
                EndText();
                EndReasoning();
                _contents.Add(content);
                break;
        }
    }

    public ChatMessage Build()
    {
        EndReasoning();
        EndText();
        return new ChatMessage(ChatRole.Assistant, _contents) { MessageId = _messageId, AuthorName = _author };
    }

    private void EndText()
    {
        if (_text.Length > 0)
        {
            _contents.Add(new TextContent(_text.ToString()));
            _text.Clear();
        }
    }

    private void EndReasoning()
    {
        if (_reasoning.Length > 0 || _protectedReasoning is not null)
        {
            _contents.Add(new TextReasoningContent(_reasoning.ToString()) { ProtectedData = _protectedReasoning });
            _reasoning.Clear();
            _protectedReasoning = null;
        }
    }
}
