namespace Baton.Experiments.Export;

/// <summary>How OTLP is written.</summary>
public enum OtlpEncoding
{
    /// <summary>In protobuf, which every receiver reads.</summary>
    Protobuf,

    /// <summary>In JSON.</summary>
    Json,
}
