using System.Runtime.InteropServices;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>
/// A span that an agent exported, as its message in OTLP's protobuf. It is read when its run is written: until then a run's
/// spans are a few arrays, which cost the garbage collector nothing.
/// </summary>
/// <param name="Trace">The trace it belongs to.</param>
/// <param name="Id">Its identifier, or 0 where it has none.</param>
/// <param name="End">When it ended, in nanoseconds since 1970, by the agent's clock.</param>
/// <param name="Message">The message, found whole; its bytes may be the export's until it is kept.</param>
/// <param name="Source">Where it comes from.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ExportedSpan(
    TraceKey Trace,
    ulong Id,
    ulong End,
    ReadOnlyMemory<byte> Message,
    SpanSource Source
)
{
    /// <summary>About how many bytes it holds.</summary>
    public long Weight => 128 + Message.Length;

    /// <summary>The same, outliving the export that it came in.</summary>
    public ExportedSpan KeptIn(MessageStore store) => this with { Message = store.Keep(Message.Span) };
}
