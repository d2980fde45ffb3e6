using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Ollama;

/// <summary>Takes the lines of one streamed answer. Belongs to one answer.</summary>
internal sealed class OllamaStream(CallIds ids) : AnswerStream
{
    private bool _hasCalls;
    private bool _isFinished;

    /// <inheritdoc/>
    public override bool IsFinished => _isFinished;

    /// <inheritdoc/>
    public override void Take(JsonElement line, List<ChatResponseUpdate> shown)
    {
        List<AIContent> contents = [];
        if (line.Find("message") is { } message)
        {
            contents.AddRange(OllamaAnswer.Texts(message));
            foreach (FunctionCallContent call in OllamaAnswer.Calls(message, ids))
            {
                _hasCalls = true;
                string arguments = ToolCallArguments.RawText(call) ?? ToolContents.ArgumentsJson(call);
                shown.Add(Update(line, [new ToolArgumentsDelta(call.CallId, call.Name, arguments)]));
                contents.Add(call);
            }
        }

        bool isLast = line.Find("done") is { ValueKind: JsonValueKind.True };
        if (isLast && OllamaAnswer.Usage(line) is { } usage)
        {
            contents.Add(new UsageContent(usage));
        }

        if (contents.Count > 0 || isLast)
        {
            ChatResponseUpdate update = Update(line, contents);
            update.FinishReason = isLast ? OllamaAnswer.FinishReason(line, _hasCalls) : null;
            shown.Add(update);
        }

        _isFinished |= isLast;
    }

    private static ChatResponseUpdate Update(JsonElement line, List<AIContent> contents) =>
        new(ChatRole.Assistant, contents)
        {
            ModelId = line.FindText("model"),
            CreatedAt = OllamaAnswer.CreatedAt(line),
        };
}
