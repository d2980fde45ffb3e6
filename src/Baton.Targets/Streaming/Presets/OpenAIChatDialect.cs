using System.Globalization;
using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Streaming.Presets;

/// <summary>Chunks of an OpenAI-compatible <c>/chat/completions</c>, and its whole answers.</summary>
internal sealed class OpenAIChatDialect : IStreamDialect
{
    private Usage? _usage;
    private string? _model;
    private bool _isFinished;

    /// <inheritdoc/>
    /// <remarks>Many servers leave <c>[DONE]</c> out; a <c>finish_reason</c> is as good.</remarks>
    public string? EndSign => _isFinished ? null : "[DONE]";

    /// <inheritdoc/>
    public void Read(JsonElement item, string name, StreamTurn turn)
    {
        if (item.Has("error"u8, out JsonElement error) && ErrorShapes.IsSet(error))
        {
            turn.Fail(ErrorShapes.Message(error), error);
            return;
        }

        _model = item.Text("model"u8) ?? _model;
        if (item.Has("choices"u8, out _))
        {
            turn.Touch();
        }

        foreach (JsonElement choice in item.Items("choices"u8))
        {
            // Where a server gives several answers, the first one counts.
            if (!choice.Has("index"u8, out JsonElement index) || IsFirst(index))
            {
                ReadChoice(choice, turn);
            }
        }

        if (item.Has("usage"u8, out JsonElement usage) && TokenCounts.Read(usage) is { } counted)
        {
            // Some servers repeat a growing account with every chunk.
            _usage = counted;
            turn.Touch();
        }
    }

    /// <inheritdoc/>
    public void Finish(StreamTurn turn)
    {
        turn.Usage(_usage, _model);
        _usage = null;
    }

    private void ReadChoice(JsonElement choice, StreamTurn turn)
    {
        bool isWhole = choice.HasObject("message"u8, out JsonElement said);
        if (isWhole || choice.HasObject("delta"u8, out said))
        {
            turn.Reasoning(said.Text("reasoning_content"u8) ?? said.Text("reasoning"u8));
            if (said.Has("content"u8, out JsonElement content))
            {
                turn.Text(
                    content.ValueKind == JsonValueKind.Array ? AnswerShapes.Parts(content) : said.Text("content"u8)
                );
            }

            turn.Text(said.Text("refusal"u8));
            int position = 0;
            foreach (JsonElement call in said.Items("tool_calls"u8))
            {
                ReadCall(call, position++, turn);
            }
        }

        if (choice.Text("finish_reason"u8) is not null)
        {
            _isFinished = true;
            turn.CloseCalls();
        }
    }

    private static void ReadCall(JsonElement call, int position, StreamTurn turn)
    {
        string key = call.Has("index"u8, out JsonElement index)
            ? index.GetRawText()
            : position.ToString(CultureInfo.InvariantCulture);
        string? id = call.Text("id"u8);
        call.HasObject("function"u8, out JsonElement function);
        turn.OpenCall(key, id, function.Text("name"u8));
        turn.CallPiece(key, function.Text("arguments"u8));
    }

    private static bool IsFirst(JsonElement index) =>
        index.ValueKind != JsonValueKind.Number || (index.TryGetInt32(out int number) && number == 0);
}
