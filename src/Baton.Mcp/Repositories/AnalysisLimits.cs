namespace Baton.Mcp.Repositories;

/// <summary>How much of a repository is looked at. What lies beyond is counted in <see cref="AnalysisCoverage"/>, never read.</summary>
public sealed record AnalysisLimits
{
    /// <summary>The most files looked at, in the order of their paths. Default 200,000.</summary>
    public int MaxFiles { get; init; } = 200_000;

    /// <summary>The most bytes read of one file, from its start. Default 256 KiB.</summary>
    public int MaxFileBytes { get; init; } = 256 * 1024;

    /// <summary>The most bytes read of all files together. Default 1 GiB.</summary>
    public long MaxTotalBytes { get; init; } = 1L << 30;

    /// <summary>The deepest folder entered, counted from the root. Default 64.</summary>
    public int MaxDepth { get; init; } = 64;
}
