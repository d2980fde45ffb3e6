using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Templates;

namespace Baton.Targets.WebSockets;

/// <summary>Writes what is sent to the server. Safe for concurrent use.</summary>
internal sealed class OutgoingMessages(WebSocketOptions options)
{
    /// <summary>The kind of the messages.</summary>
    public WebSocketMessageType Type { get; } =
        options.MessageFormat == MessageFormat.Binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;

    /// <summary>What is sent when a connection was opened, or <see langword="null"/> for nothing.</summary>
    public byte[]? Opening(TemplateScope scope) =>
        options.OpenTemplate is { } template ? Encoding.UTF8.GetBytes(template.Render(scope)) : null;

    /// <summary>What is sent in a turn.</summary>
    public ReadOnlyMemory<byte> Turn(TemplateScope scope, Turn turn, ConversationContext context)
    {
        if (options.MessageTemplate is { } template)
        {
            return Encoding.UTF8.GetBytes(template.Render(scope));
        }

        ArrayBufferWriter<byte> buffer = new(512);
        using Utf8JsonWriter writer = new(buffer, TemplateScope.Writing);
        InputLine.WriteInput(writer, request: null, turn, context);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
