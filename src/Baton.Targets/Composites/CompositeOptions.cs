using Baton.Agents.Providers;
using Baton.Configuration;

namespace Baton.Targets.Composites;

/// <summary>The <c>composite:</c> section: several targets rehearsed as one agent. See <c>docs/targets/composite.md</c>.</summary>
public sealed record CompositeOptions : IValidatedSection
{
    private const int MostTargets = 64;
    private const int MostNested = 8;

    /// <summary>How the targets work together.</summary>
    public required CompositeMode Mode { get; init; }

    /// <summary>The targets, each a <c>runner</c> section of its own; 1 to 64. Their order counts.</summary>
    public required IReadOnlyList<CompositeMember> Targets { get; init; }

    /// <summary>How one answer is made of many. Default: <c>concat</c> for <c>parallel</c>, <c>vote</c> for <c>ensemble</c>.</summary>
    public CompositeAggregate? Aggregate { get; init; }

    /// <summary>How many targets must answer; with fewer the turn fails. Not for <c>sequential</c>, which needs all. Default 1.</summary>
    [Range(1)]
    public int MinSuccess { get; init; } = 1;

    /// <summary>The target that writes the answer (<c>synthesis</c>) or picks one (<c>best_of</c>). This or <see cref="Model"/>.</summary>
    public CompositeMember? Aggregator { get; init; }

    /// <summary>The model that does what <see cref="Aggregator"/> would, as <c>provider:model</c>.</summary>
    public string? Model { get; init; }

    /// <summary>What the aggregator is told before it is shown the answers. Default: to merge them, or to name the best.</summary>
    public string? Instructions { get; init; }

    /// <summary>The way of aggregating that counts, the default included.</summary>
    internal CompositeAggregate EffectiveAggregate =>
        Aggregate ?? (Mode == CompositeMode.Ensemble ? CompositeAggregate.Vote : CompositeAggregate.Concat);

    private int Depth =>
        1 + Targets.Append(Aggregator).Select(member => member?.Composite?.Depth ?? 0).DefaultIfEmpty(0).Max();

    private bool HasAggregator => Aggregator is not null || Model is not null;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Targets.Count is 0 or > MostTargets)
        {
            section.Error("targets", $"holds {Targets.Count} targets; name 1 to {MostTargets}");
        }
        else if (Mode != CompositeMode.Sequential && MinSuccess > Targets.Count)
        {
            section.Error("min_success", $"is {MinSuccess}, but there are {Targets.Count} targets");
        }

        if (Repeated() is { } name)
        {
            section.Error("targets", $"two targets have the name `{name}`; give each its own");
        }

        if (Depth > MostNested)
        {
            section.Error("targets", $"are nested {Depth} deep; at most {MostNested}");
        }

        ValidateAggregation(section);
        ValidateModel(section);
    }

    private void ValidateAggregation(SectionValidation section)
    {
        if (Mode == CompositeMode.Sequential)
        {
            foreach (string setting in new[] { "aggregate", "min_success", "aggregator", "model", "instructions" })
            {
                if (section.Has(setting))
                {
                    section.Error(
                        setting,
                        "does not go with `mode: sequential`, whose answer is that of its last target"
                    );
                }
            }

            return;
        }

        bool mayHaveAggregator = EffectiveAggregate is CompositeAggregate.BestOf or CompositeAggregate.Synthesis;
        if (EffectiveAggregate == CompositeAggregate.Synthesis && !HasAggregator)
        {
            section.Error("aggregate", "`synthesis` needs who writes the answer: give `aggregator` or `model`");
        }
        else if (Aggregator is not null && Model is not null)
        {
            section.Error("model", "does what `aggregator` does; keep one of them");
        }
        else if (HasAggregator && !mayHaveAggregator)
        {
            section.Error(
                Model is null ? "aggregator" : "model",
                "goes with `aggregate: synthesis` or `aggregate: best_of`"
            );
        }
        else if (Instructions is not null && !HasAggregator)
        {
            section.Error("instructions", "goes with `aggregator` or `model`");
        }
    }

    private void ValidateModel(SectionValidation section)
    {
        if (Model is null)
        {
            return;
        }

        if (!ModelName.TryParse(Model, out ModelName name))
        {
            section.Error("model", $"`{Model}` must be written `provider:model`, for example `openai:gpt-4o-mini`");
        }
        else if (!ModelClientFactory.Providers.Contains(name.Provider, StringComparer.Ordinal))
        {
            section.Error(
                "model",
                $"`{name.Provider}` is no provider; use one of {string.Join(", ", ModelClientFactory.Providers)}"
            );
        }
    }

    private string? Repeated() =>
        Targets
            .Where(member => member.Name is not null)
            .GroupBy(member => member.Name, StringComparer.Ordinal)
            .FirstOrDefault(same => same.Skip(1).Any())
            ?.Key;
}

/// <summary>How the targets of a composite work together.</summary>
public enum CompositeMode
{
    /// <summary>One after the other; the answer of one is the input of the next.</summary>
    Sequential,

    /// <summary>All get the input at once; every answer is part of the whole.</summary>
    Parallel,

    /// <summary>All get the input at once; one answer is made of theirs.</summary>
    Ensemble,
}

/// <summary>How one answer is made of many.</summary>
public enum CompositeAggregate
{
    /// <summary>The most common answer; among equals the one with more weight, then the first.</summary>
    Vote,

    /// <summary>The mean of the answers that are numbers.</summary>
    Average,

    /// <summary>The mean by weight where all answers are numbers, otherwise the answer with the most weight behind it.</summary>
    Weighted,

    /// <summary>All answers, each under its target's name.</summary>
    Concat,

    /// <summary>The answer the aggregator picks; without one, that of the target with the most weight, then the first.</summary>
    BestOf,

    /// <summary>What the aggregator writes after having read all answers.</summary>
    Synthesis,
}
