namespace Baton.Experiments.Planning;

/// <summary>Every run of an experiment, read as it is needed and never held whole.</summary>
public interface IRunPlan
{
    /// <summary>The entries of the inputs that take part.</summary>
    long InputCount { get; }

    /// <summary>The personas that take part; 0 when every run is personaless.</summary>
    int PersonaCount { get; }

    /// <summary>The entries left out because of a mistake (<c>inputs.on_bad_line: skip</c>).</summary>
    long SkippedInputs => 0;

    /// <summary>All runs.</summary>
    long TotalRuns { get; }

    /// <summary>SHA-256 over the inputs that take part, as lower-case hexadecimal.</summary>
    string DatasetHash { get; }

    /// <summary>Reads the runs in the plan's order: by input, then persona, then iteration. Can be read more than once.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<PlannedRun> ReadAsync(CancellationToken cancellationToken);
}
