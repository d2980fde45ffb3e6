namespace Baton.Experiments.Recording;

/// <summary>Whether arguments are recorded or replayed in a project, and what was recorded so far.</summary>
public sealed record RecordingStatus
{
    /// <summary>Whether calls are recorded.</summary>
    public required bool IsRecording { get; init; }

    /// <summary>The variable that decides that, or <see langword="null"/> when none is set.</summary>
    public required string? Variable { get; init; }

    /// <summary>Where that variable is set: a <c>.env</c> file or <c>environment</c>; <see langword="null"/> for nowhere.</summary>
    public required string? VariableSource { get; init; }

    /// <summary>The file calls are recorded to, as the user would type it.</summary>
    public required string RecordingFile { get; init; }

    /// <summary>The recorded calls in it; 0 when there is no file.</summary>
    public required long Calls { get; init; }

    /// <summary>The lines in it that hold no call.</summary>
    public required long BadLines { get; init; }

    /// <summary>The callables that were recorded, each with its number of calls, by name.</summary>
    public required IReadOnlyDictionary<string, long> Targets { get; init; }

    /// <summary>Whether the configuration replays recorded calls.</summary>
    public required bool IsReplaying { get; init; }

    /// <summary>The file it replays, as the user would type it, or <see langword="null"/> when it names none.</summary>
    public required string? ReplayFile { get; init; }

    /// <summary>The <c>.env</c> file of the project, as the user would type it.</summary>
    public required string EnvironmentFile { get; init; }

    /// <summary>The configuration file, as the user would type it.</summary>
    public required string ConfigurationFile { get; init; }

    /// <summary>The files that were changed just now, as the user would type them.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];
}
