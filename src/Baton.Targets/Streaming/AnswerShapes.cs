using System.Text;
using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming;

/// <summary>Finds the answer in the shapes agents commonly give it, where no path says where it stands.</summary>
internal static class AnswerShapes
{
    private const int DeepestNesting = 6;

    private static readonly string[] _names =
    [
        "output",
        "response",
        "message",
        "text",
        "content",
        "answer",
        "result",
        "reply",
        "output_text",
        "final_output",
        "completion",
        "generated_text",
    ];

    /// <summary>The names under which an answer is looked for, besides <c>choices[0]</c>, <c>messages[-1]</c> and <c>data</c>.</summary>
    public static IReadOnlyList<string> Names => _names;

    /// <summary>The answer as text, or <see langword="null"/> when none of the shapes is there.</summary>
    public static string? Find(JsonElement root) => Find(root, 0);

    /// <summary>Whether an answer's place is there but holds nothing.</summary>
    public static bool IsEmptyHanded(JsonElement root) =>
        root.ValueKind == JsonValueKind.Null
        || (
            root.ValueKind == JsonValueKind.Object
            && Array.Exists(
                _names,
                name => root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Null
            )
        );

    /// <summary>The texts of a list of content parts or of messages joined, or <see langword="null"/> when it has none.</summary>
    public static string? Parts(JsonElement list, int depth = 0)
    {
        StringBuilder? joined = null;
        foreach (JsonElement part in list.EnumerateArray())
        {
            string? text = part.ValueKind switch
            {
                JsonValueKind.String => JsonText.String(part),
                JsonValueKind.Object when !IsAside(part) => Part(part, depth + 1),
                _ => null,
            };
            if (text is not null)
            {
                joined ??= new StringBuilder();
                joined.Append(text);
            }
        }

        return joined?.ToString();
    }

    private static string? Part(JsonElement part, int depth)
    {
        if (depth > DeepestNesting)
        {
            return null;
        }

        if (part.TryGetProperty("text"u8, out JsonElement text) && text.ValueKind == JsonValueKind.String)
        {
            return JsonText.String(text);
        }

        return part.TryGetProperty("content"u8, out JsonElement content)
            ? content.ValueKind switch
            {
                JsonValueKind.String => JsonText.String(content),
                JsonValueKind.Array => Parts(content, depth),
                _ => null,
            }
            : null;
    }

    private static string? Find(JsonElement value, int depth) =>
        depth > DeepestNesting
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.String => JsonText.String(value),
                JsonValueKind.Array => Parts(value, depth),
                JsonValueKind.Object => FindInObject(value, depth),
                _ => null,
            };

    private static string? FindInObject(JsonElement value, int depth)
    {
        foreach (string name in _names)
        {
            if (value.TryGetProperty(name, out JsonElement found) && Answer(found, depth) is { } text)
            {
                return text;
            }
        }

        if (
            value.TryGetProperty("choices"u8, out JsonElement choices)
            && choices.ValueKind == JsonValueKind.Array
            && choices.GetArrayLength() > 0
        )
        {
            return Find(choices[0], depth + 1);
        }

        if (
            value.TryGetProperty("messages"u8, out JsonElement messages)
            && messages.ValueKind == JsonValueKind.Array
            && messages.GetArrayLength() > 0
        )
        {
            return Find(messages[messages.GetArrayLength() - 1], depth + 1);
        }

        return value.TryGetProperty("data"u8, out JsonElement data) ? Find(data, depth + 1) : null;
    }

    /// <summary>What stands under an answer's name: text, or a structure that holds text or is the answer itself.</summary>
    private static string? Answer(JsonElement value, int depth) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? Find(value, depth + 1) ?? (depth == 0 ? value.GetRawText() : null)
            : JsonText.Of(value);

    /// <summary>Whether a part is something beside the answer: reasoning, a tool call, what a tool said.</summary>
    private static bool IsAside(JsonElement part) =>
        part.TryGetProperty("type"u8, out JsonElement type)
        && type.ValueKind == JsonValueKind.String
        && ItemType.Of(JsonText.String(type)) is ItemType.Aside or ItemType.Reasoning;
}
