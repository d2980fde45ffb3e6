namespace Baton.Experiments.Generation.Strategies;

/// <summary>A strategy of the deterministic mode. Stateless and thread-safe.</summary>
internal interface IVariationRule
{
    /// <summary>Why this text cannot be varied in this way, or <see langword="null"/> when it can.</summary>
    string? Refusal(VariationSource source);

    /// <summary>Makes one variation. The same source and the same choices give the same one.</summary>
    /// <returns>The variation, or <see langword="null"/> when these choices led to none.</returns>
    RuleVariation? Vary(VariationSource source, SeededDraw draw);
}

/// <summary>A variation made by rules.</summary>
/// <param name="Words">The text, with masks for what is kept.</param>
/// <param name="Technique">What was done, in one or a few words.</param>
internal sealed record RuleVariation(string Words, string Technique)
{
    /// <summary>A word that the agent says only when it followed an injection, or <see langword="null"/>.</summary>
    public string? Canary { get; init; }

    /// <summary>Spells kept words of letters otherwise, or <see langword="null"/> to leave them as they are.</summary>
    public Func<string, string>? Respell { get; init; }

    /// <summary>Whether the words are the user's own text as it is: nothing is masked in it, and it need keep nothing.</summary>
    public bool IsUsersOwn { get; init; }
}
