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
/// <param name="Masked">The text, with masks for what is kept.</param>
/// <param name="Technique">What was done, in one or a few words.</param>
internal sealed record RuleVariation(string Masked, string Technique)
{
    /// <summary>The word that an injection wants to see in the answer, or <see langword="null"/>.</summary>
    public string? Canary { get; init; }

    /// <summary>Whether names may be spelt otherwise than in the base input.</summary>
    public bool RespellsNames { get; init; }
}
