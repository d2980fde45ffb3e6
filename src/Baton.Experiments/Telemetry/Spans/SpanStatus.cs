using Baton.Experiments.Telemetry.Otlp;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>What an agent says of how a span went, on the bytes of the status' message.</summary>
internal static class SpanStatus
{
    /// <summary>Whether it says failure, success, or nothing.</summary>
    public static bool? Failed(ReadOnlySpan<byte> status)
    {
        long code = 0;
        ProtobufReader reader = new(status);
        while (reader.Next())
        {
            if (reader.Field == 3)
            {
                code = reader.Integer();
            }
        }

        return code switch
        {
            1 => false,
            2 => true,
            _ => null,
        };
    }

    /// <summary>What it says beside that, in UTF-8.</summary>
    public static ReadOnlySpan<byte> Message(ReadOnlySpan<byte> status)
    {
        ReadOnlySpan<byte> message = [];
        ProtobufReader reader = new(status);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                message = reader.Bytes();
            }
        }

        return message;
    }
}
