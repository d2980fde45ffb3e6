namespace Baton.Experiments.Telemetry.Spans;

/// <summary>A span that an agent exported, as it is kept until its run is written: read, or as its bytes.</summary>
internal abstract record ExportedSpan
{
    /// <summary>The trace it belongs to.</summary>
    public required TraceKey Trace { get; init; }

    /// <summary>Its identifier, not 0.</summary>
    public required ulong Id { get; init; }

    /// <summary>When it ended, in nanoseconds since 1970, by the agent's clock.</summary>
    public ulong End { get; init; }

    /// <summary>About how many bytes it holds.</summary>
    public abstract long Weight { get; }

    /// <summary>The whole span.</summary>
    public abstract ReceivedSpan Read();
}
