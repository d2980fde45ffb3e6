namespace Baton.Experiments.Replaying;

/// <summary>How a replay went; <c>replay.json</c> holds it, with every divergence.</summary>
public sealed record ReplayReport
{
    /// <summary>The recorded experiment's folder, absolute.</summary>
    public required string Recording { get; init; }

    /// <summary>What counted as a divergence.</summary>
    public required ReplaySettings Settings { get; init; }

    /// <summary>The runs that were replayed.</summary>
    public required long Runs { get; init; }

    /// <summary>Those of them that went another way.</summary>
    public required long Diverged { get; init; }

    /// <summary>How many of them differ first in what.</summary>
    public required IReadOnlyDictionary<DivergenceKind, long> Kinds { get; init; }

    /// <summary>How many of them differ first in which turn, from 1, ascending.</summary>
    public required IReadOnlyDictionary<int, long> Turns { get; init; }

    /// <summary>What was not replayed.</summary>
    public required NotReplayed LeftOut { get; init; }

    /// <summary>The first divergences, in the order the runs finished.</summary>
    public required IReadOnlyList<Divergence> Shown { get; init; }
}
