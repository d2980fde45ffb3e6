namespace Baton.Experiments.Telemetry.Spans;

/// <summary>Which side of a call a span is; the numbers of OTLP.</summary>
internal enum SpanSide
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>Work of the agent's own.</summary>
    Internal,

    /// <summary>Somebody asked the agent.</summary>
    Server,

    /// <summary>The agent asked somebody.</summary>
    Client,

    /// <summary>The agent sent a message.</summary>
    Producer,

    /// <summary>The agent got a message.</summary>
    Consumer,
}
