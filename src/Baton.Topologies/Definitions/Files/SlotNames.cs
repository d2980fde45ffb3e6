using Baton.Configuration;

namespace Baton.Topologies.Definitions.Files;

/// <summary>The slots a pattern asks; an agent in another one would never be asked.</summary>
/// <param name="Fixed">Slots by their whole name.</param>
/// <param name="Prefixes">What other slots begin with, <c>_</c> included; or <see langword="null"/> for any name.</param>
internal sealed record SlotNames(IReadOnlyList<string> Fixed, IReadOnlyList<string>? Prefixes)
{
    private static readonly string[] _usualLevels = ["commander", "lieutenant", "worker"];

    /// <summary>The slots of a pattern with its settings.</summary>
    public static SlotNames Of(TopologyConfig config) =>
        config switch
        {
            DebateConfig => new(["proponent", "opponent", "mediator"], []),
            CrosscheckConfig => new(["primary", "mediator"], ["checker_"]),
            ChainConfig chain => Levels(chain.AuthorityLevels.Count > 0 ? chain.AuthorityLevels : _usualLevels),
            PipelineConfig { Stages.Count: > 0 } pipeline => new(pipeline.Stages, []),
            _ => new([], null),
        };

    /// <summary>What is wrong with a slot, or <see langword="null"/>.</summary>
    public string? Misfit(string slot)
    {
        if (
            Prefixes is null
            || Fixed.Contains(slot, StringComparer.Ordinal)
            || Prefixes.Any(prefix => slot.StartsWith(prefix, StringComparison.Ordinal))
        )
        {
            return null;
        }

        string known = string.Join(
            ", ",
            Fixed.Concat(Prefixes.Select(prefix => $"{prefix}…")).Select(name => $"`{name}`")
        );
        return $"nobody asks this slot; known here: {known}{Hint(slot)}";
    }

    // `wroker_1` is meant to be a `worker_…` before it is meant to be the `worker`.
    private string Hint(string slot)
    {
        int end = slot.LastIndexOf('_');
        string? start = end > 0 ? Suggestion.For(slot[..end], Prefixes!.Select(prefix => prefix[..^1])) : null;
        return start is null ? Suggestion.Hint(slot, Fixed) : $"; did you mean `{start}{slot[end..]}`?";
    }

    private static SlotNames Levels(IReadOnlyList<string> levels) =>
        new(levels, [.. levels.Select(level => $"{level}_")]);
}
