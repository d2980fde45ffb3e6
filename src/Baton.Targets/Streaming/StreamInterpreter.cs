using System.Text;
using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming;

/// <summary>Reads the items of one stream. The first item decides whether the stream holds JSON or plain text.</summary>
/// <param name="path">Where the text stands in each item, which then is JSON; <see langword="null"/> for the common shapes.</param>
/// <param name="errorPath">Where an item says that the agent failed; <see langword="null"/> for the common shapes.</param>
/// <param name="alwaysJson">Whether items are JSON whatever the first one looks like.</param>
internal sealed class StreamInterpreter(DataPath? path, DataPath? errorPath, bool alwaysJson)
{
    /// <summary>How deep an agent's JSON may be nested.</summary>
    public static JsonDocumentOptions Parsing { get; } = new() { MaxDepth = 512 };

    private bool? _isJson = alwaysJson || path is not null ? true : null;

    /// <summary>The first item that said nothing, for a message when all of them did; or <see langword="null"/>.</summary>
    public string? FirstSilent { get; private set; }

    /// <summary>Whether an item is the sign that the stream is over: <c>[DONE]</c>.</summary>
    public static bool IsDone(ReadOnlyMemory<byte> data) => data.Span.Trim(" \t\r\n"u8).SequenceEqual("[DONE]"u8);

    /// <summary>What an item says.</summary>
    public StreamPiece Read(ReadOnlyMemory<byte> data)
    {
        if (_isJson == false)
        {
            return StreamPiece.OfText(Encoding.UTF8.GetString(data.Span));
        }

        ReadOnlyMemory<byte> valid = Utf8Bytes.ForJson(data);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(valid, Parsing);
        }
        catch (JsonException) when (_isJson is null && !LooksLikeObject(valid.Span))
        {
            _isJson = false;
            return StreamPiece.OfText(Encoding.UTF8.GetString(valid.Span));
        }
        catch (JsonException exception)
        {
            return new StreamPiece(StreamPieceKind.Malformed, exception.Message);
        }

        using (document)
        {
            return ReadJson(document.RootElement, valid.Span);
        }
    }

    private StreamPiece ReadJson(JsonElement item, ReadOnlySpan<byte> data)
    {
        // Numbers and single words are JSON by accident.
        if (
            _isJson is null
            && item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String)
        )
        {
            _isJson = false;
            return StreamPiece.OfText(Encoding.UTF8.GetString(data));
        }

        _isJson = true;
        StreamPiece piece = Extract(item);
        if (piece.Kind == StreamPieceKind.Nothing)
        {
            FirstSilent ??= Utf8Bytes.Start(data);
        }

        return piece;
    }

    private StreamPiece Extract(JsonElement item)
    {
        if (errorPath is not null)
        {
            if (errorPath.TryGet(item, out JsonElement error) && ErrorShapes.IsSet(error))
            {
                return new StreamPiece(StreamPieceKind.Error, ErrorShapes.Message(error));
            }
        }

        if (path is null)
        {
            return DeltaShapes.Read(item);
        }

        if (path.GetText(item) is { Length: > 0 } text)
        {
            return StreamPiece.OfText(text);
        }

        return errorPath is null && ErrorShapes.Find(item) is { } message
            ? new StreamPiece(StreamPieceKind.Error, message)
            : StreamPiece.Nothing;
    }

    private static bool LooksLikeObject(ReadOnlySpan<byte> data) => data.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
}
