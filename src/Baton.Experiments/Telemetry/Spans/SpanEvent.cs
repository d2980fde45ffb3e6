using Baton.Experiments.Results;
using Baton.Experiments.Telemetry.Otlp;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>A moment inside a span.</summary>
/// <param name="Place">Its message, inside the span's.</param>
/// <param name="Name">What happened, inside the span's message, in UTF-8.</param>
/// <param name="Time">When, in nanoseconds since 1970, by the agent's clock.</param>
/// <param name="HasAttributes">Whether there are facts about it.</param>
internal sealed record SpanEvent(MessagePart Place, MessagePart Name, ulong Time, bool HasAttributes)
{
    private const int Attributes = 3;

    /// <summary>Reads an event's message.</summary>
    /// <param name="span">The span's message.</param>
    /// <param name="message">The event's, a part of it.</param>
    public static SpanEvent Read(ReadOnlySpan<byte> span, ReadOnlySpan<byte> message)
    {
        ulong time = 0;
        ReadOnlySpan<byte> name = [];
        bool hasAttributes = false;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    time = reader.FixedInteger();
                    break;
                case 2:
                    name = reader.Bytes();
                    break;
                case Attributes:
                    hasAttributes = true;
                    break;
            }
        }

        return new SpanEvent(MessagePart.Of(span, message), MessagePart.Of(span, name), time, hasAttributes);
    }

    /// <summary>The text of this name among the facts, in UTF-8; empty when there is none.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> span, ReadOnlySpan<byte> name) =>
        KeyValue.FindText(Place.Of(span), Attributes, name);

    /// <summary>Writes the facts as properties.</summary>
    public void WriteAttributes(RedactedJson given, ReadOnlySpan<byte> span) =>
        OtlpJson.WriteAttributes(given, Place.Of(span), Attributes);
}
