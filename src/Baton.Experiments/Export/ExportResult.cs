namespace Baton.Experiments.Export;

/// <summary>How an export went.</summary>
public sealed record ExportResult
{
    /// <summary>Runs all of whose spans were handed over.</summary>
    public required long Runs { get; init; }

    /// <summary>Spans that were taken.</summary>
    public required long Spans { get; init; }

    /// <summary>Spans that were handed over and refused.</summary>
    public required long Rejected { get; init; }

    /// <summary>Requests that were answered, or lines of the file.</summary>
    public required long Requests { get; init; }

    /// <summary>Attempts that were made again.</summary>
    public required long Retries { get; init; }

    /// <summary>What the other side had to say, each once, at most five.</summary>
    public required IReadOnlyList<string> Messages { get; init; }

    /// <summary>Why it stopped early, or <see langword="null"/>.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether it was asked to stop before its end.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>Whether everything was taken.</summary>
    public bool IsWhole => Failure is null && !IsInterrupted && Rejected == 0;
}
