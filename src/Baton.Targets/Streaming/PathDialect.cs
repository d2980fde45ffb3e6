using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming;

/// <summary>Understands items by the paths of a <c>stream:</c> section, and by the common shapes where it has no path for text.</summary>
/// <param name="paths">The section.</param>
/// <param name="textPath">Where the text stands, or <see langword="null"/> for the common shapes.</param>
/// <param name="knowsShapes">Whether the common shapes are tried at all.</param>
internal sealed class PathDialect(StreamOptions paths, DataPath? textPath, bool knowsShapes) : IStreamDialect
{
    private string _lastKey = "";
    private int _calls;

    /// <inheritdoc/>
    public string? EndSign => null;

    /// <inheritdoc/>
    public void Read(JsonElement item, string name, StreamTurn turn)
    {
        if (paths.Error is { } error && error.TryGet(item, out JsonElement problem) && ErrorShapes.IsSet(problem))
        {
            turn.Fail(ErrorShapes.Message(problem), problem);
            return;
        }

        bool hasCall = paths.ToolCall is { } call && ReadEach(item, call.Each, value => ReadCall(value, call, turn));
        if (!hasCall && paths.ToolCall is not null)
        {
            turn.CloseCalls();
        }

        bool hasResult =
            paths.ToolResult is { } result && ReadEach(item, result.Each, value => ReadResult(value, result, turn));
        turn.Reasoning(paths.Reasoning?.GetText(item));
        if (
            paths.Usage is { } usage
            && usage.TryGet(item, out JsonElement counts)
            && TokenCounts.Read(counts) is { } sum
        )
        {
            turn.Usage(sum, item.Text("model"u8));
        }

        ReadText(item, mayGuess: !hasCall && !hasResult, turn);
        if (paths.Done is { } done && done.TryGet(item, out JsonElement over) && IsDone(over))
        {
            turn.End();
        }
    }

    private void ReadText(JsonElement item, bool mayGuess, StreamTurn turn)
    {
        if (textPath is not null)
        {
            turn.Text(textPath.GetText(item));
            return;
        }

        if (!mayGuess || !knowsShapes)
        {
            return;
        }

        StreamPiece piece = DeltaShapes.Read(item);
        switch (piece.Kind)
        {
            case StreamPieceKind.Text:
                turn.Text(piece.Text);
                break;
            case StreamPieceKind.Reasoning when paths.Reasoning is null:
                turn.Reasoning(piece.Text);
                break;
            case StreamPieceKind.Final:
                turn.Whole = piece.Text;
                turn.Touch();
                break;
            case StreamPieceKind.Error:
                turn.Fail(piece.Text, item);
                break;
            case StreamPieceKind.Nothing or StreamPieceKind.Reasoning or StreamPieceKind.Malformed:
            default:
                break;
        }
    }

    private static bool ReadEach(JsonElement item, DataPath? each, Func<JsonElement, bool> read)
    {
        if (each is null)
        {
            return read(item);
        }

        bool found = false;
        foreach (JsonElement value in each.Select(item))
        {
            found |= read(value);
        }

        return found;
    }

    /// <summary>A call, or a piece of one: pieces carry the identifier or the position of their call, or follow it.</summary>
    private bool ReadCall(JsonElement value, ToolCallPaths call, StreamTurn turn)
    {
        string? name = Text(call.Name, value);
        string? id = Text(call.Id, value);
        string? index = Text(call.Index, value);
        JsonElement arguments = default;
        bool hasArguments =
            call.Arguments?.TryGet(value, out arguments) == true && arguments.ValueKind != JsonValueKind.Null;
        string key = index ?? id ?? (name is null ? _lastKey : $"call {++_calls}");
        if (name is null && (!hasArguments || !turn.IsOpen(key)))
        {
            return false;
        }

        _lastKey = key;
        if (hasArguments && arguments.ValueKind != JsonValueKind.String)
        {
            turn.Call(id, name, arguments, key);
            return true;
        }

        turn.OpenCall(key, id, name);
        if (hasArguments)
        {
            turn.CallPiece(key, JsonText.String(arguments));
        }

        return true;
    }

    private static bool ReadResult(JsonElement value, ToolResultPaths result, StreamTurn turn)
    {
        bool hasOutput = result.Output.TryGet(value, out JsonElement output);
        string? error =
            result.Error is { } path && path.TryGet(value, out JsonElement problem) && ErrorShapes.IsSet(problem)
                ? ErrorShapes.Message(problem)
                : null;
        if (!hasOutput && error is null)
        {
            return false;
        }

        turn.Result(Text(result.Id, value), output, error);
        return true;
    }

    private bool IsDone(JsonElement value) =>
        paths.DoneValue is { } wanted ? JsonText.Of(value) == wanted : ErrorShapes.IsSet(value);

    private static string? Text(DataPath? path, JsonElement value) =>
        path?.GetText(value) is { Length: > 0 } text ? text : null;
}
