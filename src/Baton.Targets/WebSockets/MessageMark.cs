using System.Text;
using System.Text.Json;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.WebSockets;

/// <summary>Recognises a message by what stands in it.</summary>
/// <param name="path">Where; <c>$</c> is the whole message, which then may be plain text.</param>
/// <param name="value">What must stand there, or <see langword="null"/> for anything that is set.</param>
internal sealed class MessageMark(DataPath path, string? value)
{
    /// <summary>Whether the message is nothing but the mark.</summary>
    public bool IsWholeMessage { get; } = path.Segments.Count == 0;

    /// <summary>Whether a message is the one looked for.</summary>
    public bool IsIn(ReadOnlyMemory<byte> message)
    {
        if (IsWholeMessage && value is null)
        {
            return true;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(Utf8Bytes.ForJson(message), StreamInterpreter.Parsing);
            return path.Select(document.RootElement).Any(Fits);
        }
        catch (JsonException)
        {
            return IsWholeMessage
                && string.Equals(Encoding.UTF8.GetString(message.Span).Trim(), value, StringComparison.Ordinal);
        }
    }

    private bool Fits(JsonElement found) =>
        value is null ? ErrorShapes.IsSet(found) : string.Equals(JsonText.Of(found), value, StringComparison.Ordinal);
}
