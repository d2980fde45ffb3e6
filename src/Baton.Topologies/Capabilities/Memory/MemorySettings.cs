using Baton.Configuration;

namespace Baton.Topologies.Capabilities.Memory;

/// <summary>The settings of <c>memory</c>.</summary>
public sealed record MemorySettings : IValidatedSection
{
    /// <summary>The time after which a memory counts half. Default 7 days.</summary>
    [Range(0.001)]
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The most memories an agent is reminded of with a question. Default 5; 0 for none.</summary>
    [Range(0, 100)]
    public int Recall { get; init; } = 5;

    /// <summary>Only memories with one of these tags come to mind with a question. Default: all.</summary>
    public IReadOnlyList<string> RecallTags { get; init; } = [];

    /// <summary>Whether each question and its answer are remembered. Default: yes.</summary>
    public bool KeepExchanges { get; init; } = true;

    /// <summary>How much those matter, 0 to 1, unless the answer has a member <c>importance</c>. Default 0.5.</summary>
    [Range(0, 1)]
    public double Importance { get; init; } = 0.5;

    /// <summary>The tags of those. Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether a model gets the tools <c>remember</c> and <c>recall</c>. Default: yes; a target never gets them.</summary>
    public bool Tools { get; init; } = true;

    /// <summary>The most memories that are kept; the weakest are forgotten. Default 200.</summary>
    [Range(1, 10_000)]
    public int MaxEntries { get; init; } = 200;

    /// <summary>A memory weaker than this (importance × fading) is forgotten. Default 0.01.</summary>
    [Range(0, 1)]
    public double MinStrength { get; init; } = 0.01;

    /// <summary>
    /// With more memories than this the agent is asked, in a turn of its own, to put the older half in a few sentences, which
    /// take their place. Default: never.
    /// </summary>
    [Range(2, 10_000)]
    public int? SummariseAbove { get; init; }

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (SummariseAbove >= MaxEntries)
        {
            section.Error("summarise_above", $"must be less than `max_entries`, which is {MaxEntries}");
        }
    }
}
