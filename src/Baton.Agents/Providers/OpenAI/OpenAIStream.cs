using System.Text;
using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI;

/// <summary>Puts the chunks of one streamed chat completion together. Belongs to one answer.</summary>
internal sealed class OpenAIStream(CallIds ids) : AnswerStream
{
    private readonly List<CallParts> _calls = [];
    private string? _id;
    private string? _model;
    private DateTimeOffset? _created;
    private ChatFinishReason? _finishReason;
    private UsageDetails? _usage;

    /// <inheritdoc/>
    public override bool IsFinished => _finishReason is not null;

    /// <inheritdoc/>
    public override void Take(JsonElement chunk, List<ChatResponseUpdate> shown)
    {
        if (Show(chunk) is { } update)
        {
            shown.Add(update);
        }
    }

    /// <summary>The last piece: tool calls, the reason of the end, usage.</summary>
    public override ChatResponseUpdate Rest()
    {
        List<AIContent> contents =
        [
            .. _calls.Select(static call => ToolContents.Call(call.Id, call.Name, call.Arguments.ToString())),
        ];
        if (_usage is not null)
        {
            contents.Add(new UsageContent(_usage));
        }

        ChatResponseUpdate update = Update(contents);
        update.FinishReason = _finishReason;
        return update;
    }

    private ChatResponseUpdate? Show(JsonElement chunk)
    {
        _id ??= chunk.FindText("id");
        _model ??= chunk.FindText("model");
        _created ??= OpenAIAnswer.CreatedAt(chunk);
        if (chunk.Find("usage") is { } usage)
        {
            _usage = OpenAIAnswer.Usage(usage);
        }

        List<AIContent>? contents = null;
        foreach (JsonElement choice in chunk.FindItems("choices"))
        {
            _finishReason = OpenAIAnswer.FinishReason(choice.FindText("finish_reason")) ?? _finishReason;
            if (choice.Find("delta") is { } delta)
            {
                (contents ??= []).AddRange(OpenAIAnswer.Texts(delta));
                contents.AddRange(delta.FindItems("tool_calls").Select(Collect).OfType<AIContent>());
            }
        }

        return contents is { Count: > 0 } ? Update(contents) : null;
    }

    private ToolArgumentsDelta? Collect(JsonElement piece)
    {
        JsonElement? function = piece.Find("function");
        string? name = function?.FindText("name");
        int known = _calls.Count;
        CallParts call = Find(piece.FindNumber("index"), piece.FindText("id"), name);
        call.Name = string.IsNullOrEmpty(name) ? call.Name : name;
        string arguments = OpenAIAnswer.Arguments(function);
        call.Arguments.Append(arguments);
        return arguments.Length > 0 || _calls.Count > known
            ? new ToolArgumentsDelta(call.Id, call.Name.Length == 0 ? null : call.Name, arguments)
            : null;
    }

    // Some servers number every call 0 and tell them apart by id alone; some number none.
    private CallParts Find(long? index, string? id, string? name)
    {
        bool isNamed = !string.IsNullOrEmpty(id);
        CallParts? call =
            index is not null ? _calls.FindLast(call => call.Index == index)
            : isNamed || !string.IsNullOrEmpty(name) ? null
            : _calls.LastOrDefault();
        if (call is null || (isNamed && call.GivenId is not null && call.GivenId != id))
        {
            call = new CallParts(index, ids.Or(id));
            _calls.Add(call);
        }

        call.GivenId ??= isNamed ? id : null;
        return call;
    }

    private ChatResponseUpdate Update(List<AIContent> contents) =>
        new(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            CreatedAt = _created,
        };

    private sealed class CallParts(long? index, string id)
    {
        public long? Index { get; } = index;

        public string Id { get; } = id;

        public string? GivenId { get; set; }

        public string Name { get; set; } = string.Empty;

        public StringBuilder Arguments { get; } = new();
    }
}
