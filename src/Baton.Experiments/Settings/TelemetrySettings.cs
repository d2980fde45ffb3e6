using Baton.Configuration;

namespace Baton.Experiments.Settings;

/// <summary>The <c>telemetry:</c> section: spans that agents export with OpenTelemetry.</summary>
public sealed record TelemetrySettings
{
    /// <summary>
    /// Whether Baton listens on loopback for spans (OTLP over HTTP), tells agents where, and keeps what comes as
    /// observations. Default true.
    /// </summary>
    public bool Capture { get; init; } = true;

    /// <summary>The port to listen on, for agents that are running already. Default: any that is free.</summary>
    [Range(1, 65535)]
    public int? Port { get; init; }

    /// <summary>
    /// How long spans are waited for when a run is over; the next run does not wait for that. Seconds or a duration.
    /// Default: twice as long as the agent has kept its spans of late, from 200 ms to 10 s; nothing when it exports none.
    /// The last runs wait until the programs of the target have ended.
    /// </summary>
    [Range(0, 300)]
    public TimeSpan? Wait { get; init; }
}
