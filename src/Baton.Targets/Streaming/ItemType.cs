using System.Buffers;

namespace Baton.Targets.Streaming;

/// <summary>What the <c>type</c> of an item says about the text in it.</summary>
internal enum ItemTypeMeaning
{
    /// <summary>Nothing in particular: the item's shape decides.</summary>
    Unknown,

    /// <summary>The item is not part of the answer.</summary>
    Aside,

    /// <summary>The item is reasoning.</summary>
    Reasoning,

    /// <summary>The item ends the answer and may repeat it whole.</summary>
    Whole,

    /// <summary>The item says that the agent failed.</summary>
    Error,
}

/// <summary>Reads the words agents and model servers use as <c>type</c>.</summary>
internal static class ItemType
{
    public const ItemTypeMeaning Aside = ItemTypeMeaning.Aside;
    public const ItemTypeMeaning Reasoning = ItemTypeMeaning.Reasoning;

    private static readonly SearchValues<string> _asides = SearchValues.Create(
        ["tool", "function", "argument", "input_json", "audio", "image", "usage", "ping", "heartbeat", "observation"],
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly SearchValues<string> _reasoning = SearchValues.Create(
        ["reasoning", "thinking", "thought"],
        StringComparison.OrdinalIgnoreCase
    );

    // Items that open or close a part: what they hold came, or will come, in pieces.
    private static readonly string[] _frames =
    [
        "start",
        "started",
        "stop",
        "end",
        "added",
        "done",
        "created",
        "in_progress",
    ];

    private static readonly string[] _wholes =
    [
        "final",
        "done",
        "complete",
        "completed",
        "result",
        "end",
        "response.completed",
    ];

    private static readonly string[] _errors = ["error", "response.failed", "run_error", "run.failed"];

    public static ItemTypeMeaning Of(string type) =>
        type.Length == 0 || type is "text" or "delta" ? ItemTypeMeaning.Unknown
        : type.AsSpan().ContainsAny(_asides) ? ItemTypeMeaning.Aside
        : type.AsSpan().ContainsAny(_reasoning) ? ItemTypeMeaning.Reasoning
        : IsOneOf(type, _errors) ? ItemTypeMeaning.Error
        : IsOneOf(type, _wholes) ? ItemTypeMeaning.Whole
        : EndsFrame(type) ? ItemTypeMeaning.Aside
        : ItemTypeMeaning.Unknown;

    private static bool IsOneOf(string type, string[] words) =>
        Array.Exists(words, word => string.Equals(word, type, StringComparison.OrdinalIgnoreCase));

    private static bool EndsFrame(string type) =>
        Array.Exists(
            _frames,
            word =>
                type.EndsWith(word, StringComparison.OrdinalIgnoreCase)
                && (type.Length == word.Length || type[^(word.Length + 1)] is '.' or '_' or '-')
        );
}
