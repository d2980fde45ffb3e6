using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming.Presets;

/// <summary>
/// Events of OpenAI's Responses API, its whole responses, and the stream events of the OpenAI Agents SDKs, which carry
/// them.
/// </summary>
internal sealed class OpenAIResponsesDialect : IStreamDialect
{
    private bool _isAgent;
    private bool _hasNormalText;
    private string? _model;

    /// <inheritdoc/>
    public string? EndSign => _isAgent ? null : "response.completed";

    /// <inheritdoc/>
    public void Read(JsonElement item, string name, StreamTurn turn)
    {
        switch (item.Text("type"u8) ?? item.Text("object"u8))
        {
            case "raw_response_event" or "raw_model_stream_event" when item.HasObject("data"u8, out JsonElement data):
                _isAgent = true;
                turn.Touch();
                ReadModelEvent(data, turn);
                break;
            case "run_item_stream_event" when item.HasObject("item"u8, out JsonElement part):
                _isAgent = true;
                turn.Touch();
                ReadRunItem(part, turn);
                break;
            case "agent_updated_stream_event":
                _isAgent = true;
                turn.Touch();
                break;
            case "response":
                ReadWhole(item, turn);
                break;
            default:
                ReadEvent(item, turn);
                break;
        }
    }

    /// <summary>An event of the model inside an agent's run; runs have many responses, none of which ends the stream.</summary>
    private void ReadModelEvent(JsonElement data, StreamTurn turn)
    {
        switch (data.Text("type"u8))
        {
            case "output_text_delta":
                _hasNormalText = true;
                turn.Text(data.Text("delta"u8));
                break;
            case "response_started":
                turn.Break();
                break;
            case "response_done" when data.HasObject("response"u8, out JsonElement response):
                response.Has("usage"u8, out JsonElement usage);
                turn.Usage(TokenCounts.Read(usage), Model(response) ?? _model);
                break;
            case "model" when data.HasObject("event"u8, out JsonElement raw):
                // The SDK repeats text, calls and usage in its own words; reasoning and the model's name stand here alone.
                ReadReasoning(raw, turn);
                _model = raw.Text("model"u8) ?? _model;
                break;
            default:
                if (!_hasNormalText)
                {
                    ReadEvent(data, turn);
                }

                break;
        }
    }

    private static void ReadRunItem(JsonElement part, StreamTurn turn)
    {
        if (!part.HasObject("rawItem"u8, out JsonElement raw))
        {
            part.HasObject("raw_item"u8, out raw);
        }

        string? id = raw.Text("callId"u8) ?? raw.Text("call_id"u8);
        switch (part.Text("type"u8))
        {
            case "tool_call_item":
                raw.Has("arguments"u8, out JsonElement arguments);
                turn.Call(id ?? raw.Text("id"u8), raw.Text("name"u8) ?? raw.Text("type"u8), arguments);
                break;
            case "tool_call_output_item":
                part.Has("output"u8, out JsonElement output);
                turn.Result(id, output);
                break;
            default:
                break;
        }
    }

    private void ReadEvent(JsonElement item, StreamTurn turn)
    {
        string? type = item.Text("type"u8);
        switch (type)
        {
            case "response.output_text.delta" or "response.refusal.delta":
                turn.Text(item.Text("delta"u8));
                break;
            case "response.output_item.added" when item.HasObject("item"u8, out JsonElement added):
                if (added.Text("type"u8) == "message")
                {
                    turn.Break();
                }
                else if (added.Text("type"u8) is "function_call" or "mcp_call" or "custom_tool_call")
                {
                    turn.OpenCall(Key(item), CallId(added), added.Text("name"u8));
                }

                break;
            case "response.function_call_arguments.delta"
            or "response.mcp_call_arguments.delta"
            or "response.custom_tool_call_input.delta":
                turn.CallPiece(Key(item), item.Text("delta"u8));
                break;
            case "response.output_item.done" when item.HasObject("item"u8, out JsonElement done):
                turn.CloseCall(Key(item));
                ReadDone(done, turn);
                break;
            case "response.completed" or "response.incomplete" when item.HasObject("response"u8, out JsonElement whole):
                whole.Has("usage"u8, out JsonElement usage);
                turn.CloseCalls();
                turn.Usage(TokenCounts.Read(usage), Model(whole));
                if (!_isAgent)
                {
                    turn.End();
                }

                break;
            case "response.failed" when item.HasObject("response"u8, out JsonElement failed):
                failed.Has("error"u8, out JsonElement error);
                turn.Fail(ErrorShapes.Message(error), error);
                break;
            case "error":
                turn.Fail(ErrorShapes.Message(item), item);
                break;
            default:
                ReadReasoning(item, turn);
                if (item.Has("error"u8, out JsonElement bare) && type is null && ErrorShapes.IsSet(bare))
                {
                    turn.Fail(ErrorShapes.Message(bare), bare);
                }

                break;
        }

        if (type?.StartsWith("response.", StringComparison.Ordinal) == true)
        {
            turn.Touch();
        }
    }

    private static void ReadReasoning(JsonElement item, StreamTurn turn)
    {
        if (item.Text("type"u8) is "response.reasoning_summary_text.delta" or "response.reasoning_text.delta")
        {
            turn.Reasoning(item.Text("delta"u8));
            return;
        }

        foreach (JsonElement choice in item.Items("choices"u8))
        {
            if (choice.HasObject("delta"u8, out JsonElement delta))
            {
                turn.Reasoning(delta.Text("reasoning_content"u8) ?? delta.Text("reasoning"u8));
            }
        }
    }

    /// <summary>An item that is whole; what it repeats is left out.</summary>
    private static void ReadDone(JsonElement done, StreamTurn turn)
    {
        switch (done.Text("type"u8))
        {
            case "function_call":
                done.Has("arguments"u8, out JsonElement arguments);
                turn.Call(CallId(done), done.Text("name"u8), arguments);
                break;
            case "custom_tool_call":
                done.Has("input"u8, out JsonElement input);
                turn.Call(CallId(done), done.Text("name"u8), input);
                break;
            case "mcp_call":
                done.Has("arguments"u8, out JsonElement given);
                turn.Call(CallId(done), done.Text("name"u8), given);
                done.Has("output"u8, out JsonElement output);
                string? error = done.Has("error"u8, out JsonElement why) ? ErrorShapes.Message(why) : null;
                turn.Result(CallId(done), output, error);
                break;
            case "function_call_output":
                done.Has("output"u8, out JsonElement result);
                turn.Result(CallId(done), result);
                break;
            case { } other when other.EndsWith("_call", StringComparison.Ordinal):
                done.Has("action"u8, out JsonElement action);
                turn.Call(CallId(done), other[..^"_call".Length], action);
                break;
            default:
                break;
        }
    }

    private static void ReadWhole(JsonElement response, StreamTurn turn)
    {
        if (response.Has("error"u8, out JsonElement error) && ErrorShapes.IsSet(error))
        {
            turn.Fail(ErrorShapes.Message(error), error);
            return;
        }

        foreach (JsonElement part in response.Items("output"u8))
        {
            if (part.Text("type"u8) == "message")
            {
                turn.Break();
                foreach (JsonElement content in part.Items("content"u8))
                {
                    turn.Text(content.Text("text"u8) ?? content.Text("refusal"u8));
                }
            }
            else
            {
                foreach (JsonElement summary in part.Items("summary"u8))
                {
                    turn.Reasoning(summary.Text("text"u8));
                }

                ReadDone(part, turn);
            }
        }

        response.Has("usage"u8, out JsonElement usage);
        turn.Usage(TokenCounts.Read(usage), Model(response));
        turn.End();
    }

    private static string? Model(JsonElement response) =>
        response.Text("model"u8)
        ?? (response.HasObject("providerData"u8, out JsonElement own) ? own.Text("model"u8) : null);

    private static string? CallId(JsonElement item) => item.Text("call_id"u8) ?? item.Text("id"u8);

    private static string Key(JsonElement item) =>
        item.Has("output_index"u8, out JsonElement index) ? JsonText.Of(index) ?? "" : item.Text("item_id"u8) ?? "";
}
