using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming;

/// <summary>Finds the next piece of an answer in the shapes agents and model servers commonly stream.</summary>
internal static class DeltaShapes
{
    private const int DeepestNesting = 4;

    private static readonly string[] _texts = ["text", "token", "chunk", "content", "message", "response"];
    private static readonly string[] _wholes = ["output", "final", "final_output", "answer", "result"];

    /// <summary>What an item says.</summary>
    public static StreamPiece Read(JsonElement item) => Read(item, 0);

    private static StreamPiece Read(JsonElement item, int depth) =>
        item.ValueKind switch
        {
            JsonValueKind.String => StreamPiece.OfText(JsonText.String(item)),
            JsonValueKind.Array => StreamPiece.OfText(AnswerShapes.Parts(item)),
            JsonValueKind.Object when depth < DeepestNesting => ReadObject(item, depth),
            _ => StreamPiece.Nothing,
        };

    private static StreamPiece ReadObject(JsonElement item, int depth)
    {
        ItemTypeMeaning meaning =
            item.TryGetProperty("type"u8, out JsonElement type) && type.ValueKind == JsonValueKind.String
                ? ItemType.Of(JsonText.String(type))
                : ItemTypeMeaning.Unknown;
        if (meaning == ItemTypeMeaning.Aside)
        {
            return StreamPiece.Nothing;
        }

        if (meaning == ItemTypeMeaning.Error)
        {
            return new StreamPiece(StreamPieceKind.Error, ErrorShapes.Message(item));
        }

        if (ErrorShapes.Find(item) is { } error)
        {
            return new StreamPiece(StreamPieceKind.Error, error);
        }

        if (meaning == ItemTypeMeaning.Whole)
        {
            return Whole(AnswerShapes.Find(item));
        }

        StreamPiece piece = ReadShape(item, depth);
        return meaning == ItemTypeMeaning.Reasoning ? StreamPiece.OfReasoning(piece.Text) : piece;
    }

    private static StreamPiece ReadShape(JsonElement item, int depth)
    {
        if (item.TryGetProperty("choices"u8, out JsonElement choices) && choices.ValueKind == JsonValueKind.Array)
        {
            return choices.GetArrayLength() == 0 ? StreamPiece.Nothing : ReadChoice(choices[0]);
        }

        if (item.TryGetProperty("delta"u8, out JsonElement delta) && Read(delta, depth + 1) is var fromDelta)
        {
            return fromDelta.Kind == StreamPieceKind.Nothing ? ReasoningOf(delta) : fromDelta;
        }

        foreach (string name in _texts)
        {
            if (item.TryGetProperty(name, out JsonElement text) && !IsUser(text))
            {
                return Read(text, depth + 1);
            }
        }

        if (item.TryGetProperty("update"u8, out JsonElement update))
        {
            return Read(update, depth + 1);
        }

        foreach (string name in _wholes)
        {
            if (item.TryGetProperty(name, out JsonElement whole) && whole.ValueKind != JsonValueKind.Null)
            {
                return Whole(AnswerShapes.Find(whole) ?? JsonText.Of(whole));
            }
        }

        return StreamPiece.Nothing;
    }

    private static StreamPiece ReadChoice(JsonElement choice)
    {
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return StreamPiece.Nothing;
        }

        if (choice.TryGetProperty("delta"u8, out JsonElement delta))
        {
            StreamPiece piece = Read(delta, 1);
            return piece.Kind == StreamPieceKind.Nothing ? ReasoningOf(delta) : piece;
        }

        return choice.TryGetProperty("text"u8, out JsonElement text) ? Read(text, 1) : Whole(AnswerShapes.Find(choice));
    }

    private static StreamPiece ReasoningOf(JsonElement delta) =>
        delta.ValueKind == JsonValueKind.Object
        && (
            delta.TryGetProperty("reasoning_content"u8, out JsonElement reasoning)
            || delta.TryGetProperty("reasoning"u8, out reasoning)
            || delta.TryGetProperty("thinking"u8, out reasoning)
        )
        && reasoning.ValueKind == JsonValueKind.String
            ? StreamPiece.OfReasoning(JsonText.String(reasoning))
            : StreamPiece.Nothing;

    private static StreamPiece Whole(string? answer) =>
        answer is null ? StreamPiece.Nothing : new StreamPiece(StreamPieceKind.Final, answer);

    private static bool IsUser(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object
        && message.TryGetProperty("role"u8, out JsonElement role)
        && role.ValueKind == JsonValueKind.String
        && JsonText.String(role) == "user";
}
