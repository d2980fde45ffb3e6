using System.Runtime.InteropServices;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>A place inside a message, for what outlives the reading of it.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MessagePart(int Start, int Length)
{
    /// <summary>The place of bytes that are part of a message.</summary>
    public static MessagePart Of(ReadOnlySpan<byte> message, ReadOnlySpan<byte> part) =>
        message.Overlaps(part, out int start) ? new MessagePart(start, part.Length) : default;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> message) => message.Slice(Start, Length);
}
