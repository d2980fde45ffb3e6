namespace Baton.Experiments.Telemetry.Spans;

/// <summary>
/// A span that an agent exported, as its message in OTLP's protobuf. It is read when its run is written: until then a run's
/// spans are a few arrays, which cost the garbage collector nothing.
/// </summary>
/// <param name="Trace">The trace it belongs to.</param>
/// <param name="Id">Its identifier, or 0 where it has none.</param>
/// <param name="End">When it ended, in nanoseconds since 1970, by the agent's clock.</param>
/// <param name="Message">The message, found whole.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record ExportedSpan(TraceKey Trace, ulong Id, ulong End, byte[] Message, SpanSource Source)
{
    /// <summary>About how many bytes it holds.</summary>
    public long Weight => 128 + Message.Length;
}
