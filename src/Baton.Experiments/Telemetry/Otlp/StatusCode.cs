namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>The numbers of a span's status.</summary>
internal static class StatusCode
{
    /// <summary>Whether a status says failure, success, or nothing.</summary>
    public static bool? Failed(long code) =>
        code switch
        {
            1 => false,
            2 => true,
            _ => null,
        };
}
