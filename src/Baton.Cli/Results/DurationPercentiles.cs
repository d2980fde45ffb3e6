using System.Text.Json;

namespace Baton.Cli.Results;

/// <summary>Percentiles in milliseconds.</summary>
internal sealed record DurationPercentiles(double P50, double P90, double P99)
{
    /// <summary>Reads a member of a summary.</summary>
    public static DurationPercentiles? Read(JsonElement summary, string name) =>
        JsonMember.Of(summary, name) is { } found
        && JsonMember.Number(found, "p50") is { } p50
        && JsonMember.Number(found, "p90") is { } p90
        && JsonMember.Number(found, "p99") is { } p99
            ? new DurationPercentiles(p50, p90, p99)
            : null;
}
