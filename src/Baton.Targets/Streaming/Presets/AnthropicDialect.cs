using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming.Presets;

/// <summary>Events of Anthropic's Messages API, and its whole messages.</summary>
internal sealed class AnthropicDialect : IStreamDialect
{
    private string? _model;
    private long? _input;
    private long? _output;

    /// <inheritdoc/>
    public string? EndSign => "message_stop";

    /// <inheritdoc/>
    public void Read(JsonElement item, string name, StreamTurn turn)
    {
        switch (item.Text("type"u8))
        {
            case "message_start" when item.HasObject("message"u8, out JsonElement message):
                turn.Break();
                _model = message.Text("model"u8) ?? _model;
                Count(message);
                break;
            case "content_block_start" when item.HasObject("content_block"u8, out JsonElement block):
                ReadBlock(block, Key(item), isWhole: false, turn);
                break;
            case "content_block_delta" when item.HasObject("delta"u8, out JsonElement delta):
                turn.Text(delta.Text("text"u8));
                turn.Reasoning(delta.Text("thinking"u8));
                if (delta.Text("partial_json"u8) is { } piece)
                {
                    turn.CallPiece(Key(item), piece);
                }

                break;
            case "content_block_stop":
                turn.CloseCall(Key(item));
                break;
            case "message_delta":
                Count(item);
                break;
            case "message_stop":
                Finish(turn);
                turn.End();
                break;
            case "message":
                _model = item.Text("model"u8);
                Count(item);
                foreach (JsonElement block in item.Items("content"u8))
                {
                    ReadBlock(block, block.Text("id"u8) ?? "", isWhole: true, turn);
                }

                Finish(turn);
                turn.End();
                break;
            case "error":
                turn.Fail(ErrorShapes.Message(item), item);
                break;
            default:
                return;
        }

        turn.Touch();
    }

    /// <inheritdoc/>
    public void Finish(StreamTurn turn)
    {
        turn.CloseCalls();
        if (_input is not null || _output is not null)
        {
            turn.Usage(
                new Usage
                {
                    InputTokens = _input,
                    OutputTokens = _output,
                    TotalTokens = (_input ?? 0) + (_output ?? 0),
                },
                _model
            );
        }

        (_input, _output) = (null, null);
    }

    private static void ReadBlock(JsonElement block, string key, bool isWhole, StreamTurn turn)
    {
        switch (block.Text("type"u8))
        {
            case "text":
                turn.Text(block.Text("text"u8));
                break;
            case "thinking":
                turn.Reasoning(block.Text("thinking"u8));
                break;
            case "tool_use" or "server_tool_use" or "mcp_tool_use":
                block.Has("input"u8, out JsonElement input);
                // While it streams, the input begins as an empty object and comes in pieces.
                if (isWhole || (input.ValueKind == JsonValueKind.Object && input.EnumerateObject().MoveNext()))
                {
                    turn.Call(block.Text("id"u8), block.Text("name"u8), input);
                }
                else
                {
                    turn.OpenCall(key, block.Text("id"u8), block.Text("name"u8));
                }

                break;
            default:
                // What a tool of the server's own gave: `web_search_tool_result` and its like.
                if (block.Text("tool_use_id"u8) is { } id && block.Has("content"u8, out JsonElement content))
                {
                    bool failed =
                        block.IsTrue("is_error"u8)
                        || content.Text("type"u8)?.EndsWith("_error", StringComparison.Ordinal) == true;
                    turn.Result(id, content, failed ? content.Text("error_code"u8) ?? JsonText.Of(content) : null);
                }

                break;
        }
    }

    private static string Key(JsonElement item) => item.Has("index"u8, out JsonElement index) ? index.GetRawText() : "";

    /// <summary>Takes over an account; later ones hold sums, not additions.</summary>
    private void Count(JsonElement holder)
    {
        if (!holder.HasObject("usage"u8, out JsonElement usage))
        {
            return;
        }

        if (Number(usage, "input_tokens"u8) is { } input)
        {
            // What was read from, or written to, a cache is counted beside the rest.
            _input =
                input
                + (Number(usage, "cache_read_input_tokens"u8) ?? 0)
                + (Number(usage, "cache_creation_input_tokens"u8) ?? 0);
        }

        _output = Number(usage, "output_tokens"u8) ?? _output;
    }

    private static long? Number(JsonElement usage, ReadOnlySpan<byte> name) =>
        usage.Has(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out long number)
            ? number
            : null;
}
