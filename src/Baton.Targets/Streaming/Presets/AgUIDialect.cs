using System.Text.Json;

namespace Baton.Targets.Streaming.Presets;

/// <summary>Events of the AG-UI protocol.</summary>
internal sealed class AgUIDialect : IStreamDialect
{
    private string _message = "";
    private string _call = "";

    /// <inheritdoc/>
    public string? EndSign => "RUN_FINISHED";

    /// <inheritdoc/>
    public void Read(JsonElement item, string name, StreamTurn turn)
    {
        switch (item.Text("type"u8))
        {
            case "TEXT_MESSAGE_START":
                turn.Break();
                break;
            case "TEXT_MESSAGE_CONTENT":
                turn.Text(item.Text("delta"u8));
                break;
            case "TEXT_MESSAGE_CHUNK":
                if (Changes(ref _message, item.Text("messageId"u8)))
                {
                    turn.Break();
                }

                turn.Text(item.Text("delta"u8));
                break;
            case "REASONING_MESSAGE_CONTENT" or "REASONING_MESSAGE_CHUNK" or "THINKING_TEXT_MESSAGE_CONTENT":
                turn.Reasoning(item.Text("delta"u8));
                break;
            case "TOOL_CALL_START":
                turn.OpenCall(Id(item), item.Text("toolCallId"u8), item.Text("toolCallName"u8));
                break;
            case "TOOL_CALL_ARGS":
                turn.CallPiece(Id(item), item.Text("delta"u8));
                break;
            case "TOOL_CALL_CHUNK":
                if (Changes(ref _call, item.Text("toolCallId"u8)))
                {
                    turn.CloseCalls();
                    turn.OpenCall(_call, _call, item.Text("toolCallName"u8));
                }

                turn.CallPiece(_call, item.Text("delta"u8));
                break;
            case "TOOL_CALL_END":
                turn.CloseCall(Id(item));
                break;
            case "TOOL_CALL_RESULT":
                item.Has("content"u8, out JsonElement content);
                turn.Result(item.Text("toolCallId"u8), content);
                break;
            case "RUN_FINISHED":
                turn.End();
                break;
            case "RUN_ERROR":
                turn.Fail(item.Text("message"u8), item);
                break;
            case { } other when other.AsSpan().ContainsAnyInRange('A', 'Z'):
                break;
            default:
                return;
        }

        turn.Touch();
    }

    private static string Id(JsonElement item) => item.Text("toolCallId"u8) ?? "";

    /// <summary>Whether a chunk belongs to something new; chunks without an identifier go on with the last one.</summary>
    private static bool Changes(ref string current, string? id)
    {
        if (id is null || id == current)
        {
            return false;
        }

        current = id;
        return true;
    }
}
