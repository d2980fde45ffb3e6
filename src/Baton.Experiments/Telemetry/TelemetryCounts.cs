using System.Text.Json.Serialization;

namespace Baton.Experiments.Telemetry;

/// <summary>The OpenTelemetry spans that came during one sitting, by what became of them.</summary>
public sealed record TelemetryCounts
{
    /// <summary>Became observations of their runs.</summary>
    public long Spans { get; init; }

    /// <summary>Came when their run was over and written; dropped.</summary>
    public long Late { get; init; }

    /// <summary>Belong to no run, such as those an agent makes while it starts; ignored.</summary>
    public long Foreign { get; init; }

    /// <summary>Came once more; dropped.</summary>
    public long Duplicates { get; init; }

    /// <summary>Had no identifiers or were too many for one run; refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Whether anything came.</summary>
    [JsonIgnore]
    internal bool IsAny => Spans + Late + Foreign + Duplicates + Rejected > 0;
}
