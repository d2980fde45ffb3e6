using Baton.Experiments.Results;

namespace Baton.Experiments.Journal;

/// <summary>The first line of a journal: which experiment this is. See <c>docs/formats/journal.md</c>.</summary>
public sealed record JournalHeader
{
    /// <summary>The version of the folder's formats.</summary>
    public int Version { get; init; } = ExperimentFiles.Version;

    /// <summary>The experiment's identifier: its folder's name when it was made.</summary>
    public string ExperimentId { get; init; } = "";

    /// <summary>The experiment's name; the identifier where none was given.</summary>
    public string ExperimentName { get; init; } = "";

    /// <summary>What the runs depend on.</summary>
    public ExperimentIdentity Identity { get; init; } = new();

    /// <summary>When the first sitting began, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>The Baton that made the folder.</summary>
    public string BatonVersion { get; init; } = "";

    /// <summary>All runs of the plan.</summary>
    public long TotalRuns { get; init; }
}
