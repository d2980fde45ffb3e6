using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Cli.Status;

/// <summary>The folder of one experiment.</summary>
internal sealed record ExperimentFolder
{
    /// <summary>The folder, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>The summary, or <see langword="null"/> when the experiment was cut off before it was written.</summary>
    public ExperimentSummary? Summary { get; init; }

    /// <summary>When the experiment began; the folder's own time where the summary does not say.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The folder's name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary><c>complete</c>, <c>interrupted</c> or, without a summary, <c>unfinished</c>.</summary>
    public string State =>
        Summary is null ? "unfinished"
        : Summary.Interrupted ? "interrupted"
        : "complete";

    /// <summary>The experiments in a folder, the newest first.</summary>
    public static IEnumerable<ExperimentFolder> In(string folder) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateDirectories(folder)
                .Where(IsExperiment)
                .Select(Open)
                .OrderByDescending(experiment => experiment.StartedAt)
                .ThenByDescending(experiment => experiment.Name, StringComparer.Ordinal)
            : [];

    /// <summary>Whether a folder holds an experiment.</summary>
    public static bool IsExperiment(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, ExperimentFiles.Summary))
        || File.Exists(System.IO.Path.Combine(folder, ExperimentFiles.Journal));

    /// <summary>Opens the folder of an experiment.</summary>
    public static ExperimentFolder Open(string folder)
    {
        ExperimentSummary? summary = ExperimentReader.ReadSummary(folder);
        return new ExperimentFolder
        {
            Path = System.IO.Path.TrimEndingDirectorySeparator(folder),
            Summary = summary,
            StartedAt = new DateTimeOffset(summary?.StartedAt ?? new DirectoryInfo(folder).CreationTimeUtc),
        };
    }
}
