using System.Text.Json;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.WebSockets;

/// <summary>Where a message stands in an answer.</summary>
internal enum MessagePlace
{
    /// <summary>More follows.</summary>
    Inside,

    /// <summary>It is the last one.</summary>
    Last,

    /// <summary>It says that the answer is complete and is no part of it.</summary>
    Behind,
}

/// <summary>Knows which message ends an answer.</summary>
/// <param name="mark">What the user says the last message looks like, or <see langword="null"/> for the common shapes.</param>
/// <param name="singleMessage">Whether the first message with text is the whole answer.</param>
/// <param name="textPath">Where the text stands, or <see langword="null"/> for the common shapes.</param>
/// <param name="isExplained">Whether a <c>stream:</c> section knows the last message where <paramref name="mark"/> does not.</param>
internal sealed class AnswerEnd(MessageMark? mark, bool singleMessage, DataPath? textPath, bool isExplained = false)
{
    /// <summary>Whether a <c>stream:</c> section may end the answer before its last message is read.</summary>
    public bool IsExplained => isExplained;

    /// <summary>The place of a message.</summary>
    public MessagePlace PlaceOf(ReadOnlyMemory<byte> message)
    {
        if (mark is not null)
        {
            return !mark.IsIn(message) ? MessagePlace.Inside
                : mark.IsWholeMessage ? MessagePlace.Behind
                : MessagePlace.Last;
        }

        return (singleMessage || !isExplained) && IsLast(message) ? MessagePlace.Last : MessagePlace.Inside;
    }

    private bool IsLast(ReadOnlyMemory<byte> message)
    {
        if (!message.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
        {
            return singleMessage;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(Utf8Bytes.ForJson(message), StreamInterpreter.Parsing);
            return singleMessage ? HasText(document.RootElement) : IsLast(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool HasText(JsonElement item) =>
        textPath is null
            ? TypeOf(item) is not (ItemTypeMeaning.Aside or ItemTypeMeaning.Reasoning)
            : textPath.GetText(item) is { Length: > 0 };

    private bool IsLast(JsonElement item) =>
        TypeOf(item) == ItemTypeMeaning.Whole
        || (item.TryGetProperty("done"u8, out JsonElement done) && done.ValueKind == JsonValueKind.True)
        || (textPath is null && DeltaShapes.Read(item).Kind == StreamPieceKind.Final);

    private static ItemTypeMeaning TypeOf(JsonElement item) =>
        item.TryGetProperty("type"u8, out JsonElement type) && type.ValueKind == JsonValueKind.String
            ? ItemType.Of(JsonText.String(type))
            : ItemTypeMeaning.Unknown;
}
