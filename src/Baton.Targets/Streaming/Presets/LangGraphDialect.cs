using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming.Presets;

/// <summary>
/// Streams of LangGraph, from its server or from <c>graph.stream</c>, in the modes <c>messages</c>, <c>updates</c> and
/// <c>values</c>, one or several at once.
/// </summary>
/// <remarks>What several modes repeat is told once: messages are known by their identifier, results by their call's.</remarks>
internal sealed class LangGraphDialect : IStreamDialect
{
    private readonly Dictionary<string, int> _told = [];
    private readonly HashSet<string> _answered = [];
    private bool _hasValues;
    private string? _current;
    private Usage? _usage;
    private string? _model;
    private string? _lastAnswer;

    /// <inheritdoc/>
    public string? EndSign => null;

    /// <inheritdoc/>
    public void Read(JsonElement item, string name, StreamTurn turn)
    {
        string mode = name.Split('|')[0];
        if (name == "message")
        {
            (mode, item) = Unnamed(item);
        }

        switch (mode)
        {
            case "messages" when item.ValueKind == JsonValueKind.Array && item.GetArrayLength() > 0:
                ReadPiece(GraphMessage.Of(item[0]), turn);
                break;
            case "messages/partial" or "messages/complete" when item.ValueKind == JsonValueKind.Array:
                foreach (JsonElement message in item.EnumerateArray())
                {
                    ReadGrowing(GraphMessage.Of(message), turn);
                }

                break;
            case "updates":
                ReadUpdates(item, turn);
                break;
            case "values":
                ReadValues(item, turn);
                break;
            case "error":
                turn.Fail(ErrorShapes.Message(item), item);
                break;
            case "end":
                turn.End();
                break;
            case "metadata" or "messages/metadata" or "custom" or "debug" or "events" or "tasks" or "checkpoints":
                break;
            default:
                return;
        }

        turn.Touch();
    }

    /// <inheritdoc/>
    public void Finish(StreamTurn turn)
    {
        TellUsage(turn);
        if (turn.Answer is null)
        {
            turn.Text(_lastAnswer);
        }
    }

    /// <summary>What an item without an event's name is: <c>[mode, data]</c>, <c>{event, data}</c>, or known by its shape.</summary>
    private static (string Mode, JsonElement Data) Unnamed(JsonElement item)
    {
        if (item.Text("event"u8) is { } mode && item.Has("data"u8, out JsonElement data))
        {
            return (mode.Split('|')[0], data);
        }

        if (item.ValueKind == JsonValueKind.Array && item.GetArrayLength() is var length and >= 2)
        {
            JsonElement before = item[length - 2];
            return before.ValueKind == JsonValueKind.String
                ? (JsonText.String(before), item[length - 1])
                : ("messages", item);
        }

        return item.Has("error"u8, out _) ? ("error", item)
            : item.Has("messages"u8, out _) ? ("values", item)
            : (item.ValueKind == JsonValueKind.Object ? "updates" : "", item);
    }

    /// <summary>A piece of a message: text adds up.</summary>
    private void ReadPiece(GraphMessage message, StreamTurn turn)
    {
        if (!message.IsAgent)
        {
            ReadResult(message, turn);
            return;
        }

        Begin(message, turn);
        TellContent(message, message.Text, turn);
        foreach (JsonElement call in message.Fields.Items("tool_call_chunks"u8))
        {
            string key = $"{message.Id}/{(call.Has("index"u8, out JsonElement index) ? index.GetRawText() : "")}";
            turn.OpenCall(key, call.Text("id"u8), call.Text("name"u8));
            turn.CallPiece(key, call.Text("args"u8));
        }

        if (!message.HasCallPieces)
        {
            TellCalls(message, turn);
        }

        Count(message);
    }

    /// <summary>A message as it is by now: what is new of its text follows what was told.</summary>
    private void ReadGrowing(GraphMessage message, StreamTurn turn)
    {
        if (!message.IsAgent)
        {
            ReadResult(message, turn);
            return;
        }

        Begin(message, turn);
        string text = message.Text ?? "";
        int told = Math.Min(message.Id is { } id ? _told.GetValueOrDefault(id) : 0, text.Length);
        TellContent(message, text[told..], turn);
        if (message.IsOver)
        {
            TellCalls(message, turn);
        }

        // The account grows with the message.
        _usage = message.Usage ?? _usage;
        _model = message.Model ?? _model;
    }

    /// <summary>A whole message; left out when any of it was told before.</summary>
    private void ReadWhole(GraphMessage message, StreamTurn turn)
    {
        if (!message.IsAgent)
        {
            ReadResult(message, turn);
        }
        else if (message.Id is not { } id || !_told.ContainsKey(id))
        {
            Begin(message, turn);
            TellContent(message, message.Text, turn);
            TellCalls(message, turn);
            Count(message);
        }
        else
        {
            turn.CloseCalls();
        }
    }

    private void ReadUpdates(JsonElement item, StreamTurn turn)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty node in item.EnumerateObject())
        {
            if (node.NameEquals("__interrupt__"u8))
            {
                ReadInterrupt(node.Value, turn);
            }
            else if (node.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement update in node.Value.EnumerateArray())
                {
                    ReadMessages(update, turn);
                }
            }
            else
            {
                ReadMessages(node.Value, turn);
            }
        }
    }

    private void ReadMessages(JsonElement update, StreamTurn turn)
    {
        if (update.HasObject("messages"u8, out JsonElement single))
        {
            ReadWhole(GraphMessage.Of(single), turn);
        }

        foreach (JsonElement message in update.Items("messages"u8))
        {
            ReadWhole(GraphMessage.Of(message), turn);
        }
    }

    /// <summary>The whole state; the first one is what was there before the run.</summary>
    private void ReadValues(JsonElement state, StreamTurn turn)
    {
        foreach (JsonElement item in state.Items("messages"u8))
        {
            GraphMessage message = GraphMessage.Of(item);
            if (_hasValues)
            {
                ReadWhole(message, turn);
            }
            else if (message.IsAgent)
            {
                _told.TryAdd(message.Id ?? "", 0);
                _lastAnswer = message.Text;
            }
            else
            {
                _answered.Add(message.CallId ?? "");
                _lastAnswer = null;
            }
        }

        _hasValues = true;
        if (state.Has("__interrupt__"u8, out JsonElement interrupt))
        {
            ReadInterrupt(interrupt, turn);
        }
    }

    /// <summary>The graph waits for an answer of the user's: what it asks is what it says.</summary>
    private static void ReadInterrupt(JsonElement interrupts, StreamTurn turn)
    {
        if (interrupts.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (JsonElement interrupt in interrupts.EnumerateArray())
        {
            if (interrupt.Has("value"u8, out JsonElement value))
            {
                turn.Break();
                turn.Text(AnswerShapes.Find(value) ?? JsonText.Of(value));
            }
        }
    }

    private void ReadResult(GraphMessage message, StreamTurn turn)
    {
        if (message.CallId is { } call && _answered.Add(call))
        {
            turn.CloseCalls();
            TellUsage(turn);
            message.Fields.Has("content"u8, out JsonElement content);
            turn.Result(call, content, message.Fields.Text("status"u8) == "error" ? message.Text ?? "failed" : null);
        }
    }

    private void Begin(GraphMessage message, StreamTurn turn)
    {
        if (message.Id != _current)
        {
            turn.CloseCalls();
            TellUsage(turn);
            turn.Break();
            _current = message.Id;
        }
    }

    private void TellContent(GraphMessage message, string? text, StreamTurn turn)
    {
        turn.Reasoning(message.Reasoning);
        turn.Text(text);
        if (message.Id is { } id)
        {
            _told[id] = _told.GetValueOrDefault(id) + (text?.Length ?? 0);
        }
    }

    private static void TellCalls(GraphMessage message, StreamTurn turn)
    {
        foreach (JsonElement call in message.Fields.Items("tool_calls"u8))
        {
            call.Has("args"u8, out JsonElement arguments);
            turn.Call(call.Text("id"u8), call.Text("name"u8), arguments);
        }
    }

    /// <summary>Adds the account of a piece to that of its message.</summary>
    private void Count(GraphMessage message)
    {
        if (message.Usage is { } usage)
        {
            _usage = _usage is null ? usage : _usage + usage;
        }

        _model = message.Model ?? _model;
    }

    private void TellUsage(StreamTurn turn)
    {
        turn.Usage(_usage, _model);
        (_usage, _model) = (null, null);
    }
}
