namespace Baton.Experiments.Running;

/// <summary>Is told how an experiment goes. Called from one thread at a time, and must return quickly.</summary>
public interface IExperimentObserver
{
    /// <summary>Tells the counts; called when something changed, a few times a second at most, and once at the end.</summary>
    void OnProgress(ExperimentProgress progress);

    /// <summary>Tells something worth a line: a pause, a retry, a repaired file.</summary>
    void OnNotice(string message);
}

/// <summary>How far an experiment is. Counts include the runs of earlier sittings.</summary>
/// <param name="Total">All runs of the plan.</param>
/// <param name="Finished">Runs on disk.</param>
/// <param name="Succeeded">Of those, successful.</param>
/// <param name="Failed">Of those, failed.</param>
/// <param name="Limited">Of those, ended by a guard.</param>
/// <param name="SimulatorFaults">Of those, spoilt by the supervisor.</param>
/// <param name="InFlight">Runs under way.</param>
/// <param name="Turns">Turns answered.</param>
/// <param name="Elapsed">The time since this sitting began.</param>
/// <param name="RunsPerSecond">The rate of late, or <see langword="null"/> before it is known.</param>
/// <param name="Remaining">The time left at that rate, or <see langword="null"/> before it is known.</param>
/// <param name="LastError">The latest failure in one line, or <see langword="null"/>.</param>
public sealed record ExperimentProgress(
    long Total,
    long Finished,
    long Succeeded,
    long Failed,
    long Limited,
    long SimulatorFaults,
    int InFlight,
    long Turns,
    TimeSpan Elapsed,
    double? RunsPerSecond,
    TimeSpan? Remaining,
    string? LastError
);
