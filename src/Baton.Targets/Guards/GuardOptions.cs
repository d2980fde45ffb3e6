using Baton.Configuration;

namespace Baton.Targets.Guards;

/// <summary>The <c>guards:</c> section: bounds at which a run ends <c>limited</c>, keeping what was produced so far.</summary>
public sealed record GuardOptions
{
    /// <summary>The longest the agent may work in one run, all turns together, without the supervisor's time. Default: none.</summary>
    [Range(0.001)]
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>The most characters of output in one turn; the output is cut there. Default: none.</summary>
    [Range(1)]
    public int? OutputCharLimit { get; init; }

    /// <summary>The most bytes of output (as UTF-8) in one turn; the output is cut before the character that would pass it. Default: none.</summary>
    [Range(1)]
    public long? MaxOutputBytes { get; init; }

    /// <summary>The most memory a started process may hold, with its children, as bytes or <c>512MiB</c>. Default: none.</summary>
    public ByteSize? MaxMemory { get; init; }

    /// <summary>The most tool calls in one run, those of a composite's members together. Default: none.</summary>
    [Range(0)]
    public int? MaxToolCalls { get; init; }
}
