namespace Baton.Experiments.Telemetry.Spans;

/// <summary>
/// A span that an agent exported, as its message in OTLP's protobuf. It is read when its run is written: until then a run's
/// spans are a few arrays, which cost the garbage collector nothing.
/// </summary>
/// <param name="trace">The trace it belongs to.</param>
/// <param name="id">Its identifier, or 0 where it has none.</param>
/// <param name="end">When it ended, in nanoseconds since 1970, by the agent's clock.</param>
/// <param name="message">The message, found whole; its bytes may be the export's until it is kept.</param>
/// <param name="source">Where it comes from.</param>
internal sealed class ExportedSpan(TraceKey trace, ulong id, ulong end, ReadOnlyMemory<byte> message, SpanSource source)
{
    /// <summary>The trace it belongs to.</summary>
    public TraceKey Trace => trace;

    /// <summary>Its identifier, or 0 where it has none.</summary>
    public ulong Id => id;

    /// <summary>When it ended, in nanoseconds since 1970, by the agent's clock.</summary>
    public ulong End => end;

    /// <summary>The message.</summary>
    public ReadOnlyMemory<byte> Message { get; private set; } = message;

    /// <summary>Where it comes from.</summary>
    public SpanSource Source => source;

    /// <summary>About how many bytes it holds.</summary>
    public long Weight => 128 + Message.Length;

    /// <summary>Outlives the export that it came in.</summary>
    public void KeepIn(MessageStore store) => Message = store.Keep(Message.Span);
}
