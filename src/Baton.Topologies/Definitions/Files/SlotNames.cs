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
        string hint = Suggestion.Hint(slot, Fixed);
        if (hint.Length == 0 && slot.LastIndexOf('_') is > 0 and var end)
        {
            string? meant = Suggestion.For(slot[..end], Prefixes.Select(prefix => prefix[..^1]));
            hint = meant is null ? "" : $"; did you mean `{meant}{slot[end..]}`?";
        }

        return $"nobody asks this slot; known here: {known}{hint}";
    }

    private static SlotNames Levels(IReadOnlyList<string> levels) =>
        new(levels, [.. levels.Select(level => $"{level}_")]);
}
