using System.Text;
using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI;

/// <summary>Puts the chunks of one streamed chat completion together. Belongs to one answer.</summary>
internal sealed class OpenAIStream
{
    private readonly SortedDictionary<long, CallParts> _calls = [];
    private string? _id;
    private string? _model;
    private DateTimeOffset? _created;
    private ChatFinishReason? _finishReason;
    private UsageDetails? _usage;

    /// <summary>Whether the server said why the answer ended.</summary>
    public bool IsFinished => _finishReason is not null;

    /// <summary>Takes a chunk.</summary>
    /// <returns>What of it can be shown at once, or nothing.</returns>
    public ChatResponseUpdate? Take(JsonElement chunk)
    {
        _id ??= chunk.FindText("id");
        _model ??= chunk.FindText("model");
        _created ??= OpenAIAnswer.CreatedAt(chunk);
        if (chunk.Find("usage") is { } usage)
        {
            _usage = OpenAIAnswer.Usage(usage);
        }

        ChatResponseUpdate? update = null;
        foreach (JsonElement choice in chunk.FindItems("choices"))
        {
            _finishReason = OpenAIAnswer.FinishReason(choice.FindText("finish_reason")) ?? _finishReason;
            if (choice.Find("delta") is not { } delta)
            {
                continue;
            }

            Collect(delta);
            List<AIContent> contents = [.. OpenAIAnswer.Texts(delta)];
            if (contents.Count > 0)
            {
                update = Update(contents);
            }
        }

        return update;
    }

    /// <summary>The last piece: tool calls, the reason of the end, usage.</summary>
    public ChatResponseUpdate End()
    {
        List<AIContent> contents =
        [
            .. _calls.Values.Select(static call => ToolContents.Call(call.Id, call.Name, call.Arguments.ToString())),
        ];
        if (_usage is not null)
        {
            contents.Add(new UsageContent(_usage));
        }

        ChatResponseUpdate update = Update(contents);
        update.FinishReason = _finishReason;
        return update;
    }

    private void Collect(JsonElement delta)
    {
        long next = _calls.Count;
        foreach (JsonElement piece in delta.FindItems("tool_calls"))
        {
            long index = piece.FindNumber("index") ?? next++;
            if (!_calls.TryGetValue(index, out CallParts? call))
            {
                _calls[index] = call = new CallParts($"call_{index}");
            }

            JsonElement? function = piece.Find("function");
            call.Id = piece.FindText("id") is { Length: > 0 } id ? id : call.Id;
            call.Name = function?.FindText("name") is { Length: > 0 } name ? name : call.Name;
            call.Arguments.Append(OpenAIAnswer.Arguments(function));
        }
    }

    private ChatResponseUpdate Update(List<AIContent> contents) =>
        new(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            CreatedAt = _created,
        };

    private sealed class CallParts(string id)
    {
        public string Id { get; set; } = id;

        public string Name { get; set; } = string.Empty;

        public StringBuilder Arguments { get; } = new();
    }
}
