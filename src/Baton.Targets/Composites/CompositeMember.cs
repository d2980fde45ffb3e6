using Baton.Configuration;

namespace Baton.Targets.Composites;

/// <summary>One target of a composite: a <c>runner</c> section with a name and a weight.</summary>
public sealed record CompositeMember : RunnerOptions
{
    /// <summary>The name in answers, observations and errors; unique in its composite. Default: as the target names itself.</summary>
    public string? Name { get; init; }

    /// <summary>How much its answer counts beside the others'. Default 1.</summary>
    [Range(0.001, 1000)]
    public decimal Weight { get; init; } = 1;
}
