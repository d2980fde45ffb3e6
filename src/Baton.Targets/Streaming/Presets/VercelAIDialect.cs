using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming.Presets;

/// <summary>
/// Vercel's <c>ai</c>: the stream of UI messages that its servers send to chat pages, and the parts of
/// <c>fullStream</c> written as they are.
/// </summary>
internal sealed class VercelAIDialect : IStreamDialect
{
    private bool _hasStepUsage;

    /// <inheritdoc/>
    public string? EndSign => "finish";

    /// <inheritdoc/>
    public void Read(JsonElement item, string name, StreamTurn turn)
    {
        string? id = item.Text("toolCallId"u8) ?? item.Text("id"u8);
        switch (item.Text("type"u8))
        {
            case "text-start":
                turn.Break();
                break;
            case "text-delta":
                turn.Text(item.Text("delta"u8) ?? item.Text("text"u8));
                break;
            case "reasoning-delta":
                turn.Reasoning(item.Text("delta"u8) ?? item.Text("text"u8));
                break;
            case "tool-input-start":
                turn.OpenCall(id ?? "", id, item.Text("toolName"u8));
                break;
            case "tool-input-delta":
                turn.CallPiece(id ?? "", item.Text("inputTextDelta"u8) ?? item.Text("delta"u8));
                break;
            case "tool-input-available" or "tool-call":
                ReadCall(item, id, turn);
                break;
            case "tool-input-error":
                ReadCall(item, id, turn);
                turn.Result(id, default, item.Text("errorText"u8) ?? "the arguments do not fit the tool");
                break;
            case "tool-output-available" or "tool-result" when !item.IsTrue("preliminary"u8):
                item.Has("output"u8, out JsonElement output);
                turn.Result(id, output);
                break;
            case "tool-output-error" or "tool-error":
                turn.Result(id, default, item.Text("errorText"u8) ?? Message(item));
                break;
            case "tool-output-denied":
                turn.Result(id, default, "the call was denied");
                break;
            case "finish-step":
                ReadUsage(item, "usage"u8, turn, isStep: true);
                break;
            case "message-metadata":
                ReadMetadata(item, turn);
                break;
            case "finish":
                ReadUsage(item, "totalUsage"u8, turn, isStep: false);
                ReadMetadata(item, turn);
                turn.End();
                break;
            case "error":
                turn.Fail(item.Text("errorText"u8) ?? Message(item));
                break;
            case "abort":
                turn.Fail(item.Text("reason"u8) ?? "the agent's run was aborted");
                break;
            case "start":
                ReadMetadata(item, turn);
                break;
            case { } other when other.StartsWith("data-", StringComparison.Ordinal) || IsFrame(other):
                break;
            default:
                return;
        }

        turn.Touch();
    }

    private static bool IsFrame(string type) =>
        type
            is "start-step"
                or "text-end"
                or "reasoning-start"
                or "reasoning-end"
                or "tool-input-end"
                or "tool-output-available"
                or "tool-result"
                or "tool-approval-request"
                or "source-url"
                or "source-document"
                or "source"
                or "file"
                or "raw";

    private static void ReadCall(JsonElement item, string? id, StreamTurn turn)
    {
        item.Has("input"u8, out JsonElement input);
        if (id is not null && turn.IsOpen(id) && input.ValueKind == JsonValueKind.Undefined)
        {
            turn.CloseCall(id);
        }
        else
        {
            turn.Call(id, item.Text("toolName"u8), input);
        }
    }

    /// <summary>Servers put the account where they like; `usage` and `totalUsage` are the names in use.</summary>
    private void ReadMetadata(JsonElement item, StreamTurn turn)
    {
        if (item.HasObject("messageMetadata"u8, out JsonElement metadata))
        {
            ReadUsage(metadata, "totalUsage"u8, turn, isStep: false);
            ReadUsage(metadata, "usage"u8, turn, isStep: false);
        }
    }

    /// <summary>Takes the account of each step, or, where there is none, that of the whole.</summary>
    private void ReadUsage(JsonElement holder, ReadOnlySpan<byte> name, StreamTurn turn, bool isStep)
    {
        if (holder.HasObject(name, out JsonElement usage) && (isStep || !_hasStepUsage))
        {
            _hasStepUsage = true;
            holder.HasObject("response"u8, out JsonElement response);
            turn.Usage(TokenCounts.Read(usage), response.Text("modelId"u8) ?? holder.Text("model"u8));
        }
    }

    private static string? Message(JsonElement item) =>
        item.Has("error"u8, out JsonElement error) ? ErrorShapes.Message(error) : JsonText.Of(item);
}
