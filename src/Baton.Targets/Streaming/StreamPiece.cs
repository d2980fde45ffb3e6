namespace Baton.Targets.Streaming;

/// <summary>What one item of a stream says.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, the reasoning, the whole answer or the error's message; otherwise empty.</param>
internal readonly record struct StreamPiece(StreamPieceKind Kind, string Text)
{
    /// <summary>An item that says nothing about the answer.</summary>
    public static StreamPiece Nothing { get; } = new(StreamPieceKind.Nothing, "");

    /// <summary>Text, or nothing when there is none.</summary>
    public static StreamPiece OfText(string? text) =>
        string.IsNullOrEmpty(text) ? Nothing : new StreamPiece(StreamPieceKind.Text, text);

    /// <summary>Reasoning, or nothing when there is none.</summary>
    public static StreamPiece OfReasoning(string? text) =>
        string.IsNullOrEmpty(text) ? Nothing : new StreamPiece(StreamPieceKind.Reasoning, text);
}

/// <summary>What an item of a stream can be.</summary>
internal enum StreamPieceKind
{
    /// <summary>Nothing about the answer: a heartbeat, a tool call, an account.</summary>
    Nothing,

    /// <summary>The next piece of the answer.</summary>
    Text,

    /// <summary>The next piece of the model's reasoning.</summary>
    Reasoning,

    /// <summary>The whole answer.</summary>
    Final,

    /// <summary>The agent failed.</summary>
    Error,

    /// <summary>The item is not what a stream of this kind holds.</summary>
    Malformed,
}
