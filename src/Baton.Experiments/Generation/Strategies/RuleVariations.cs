using System.Diagnostics.CodeAnalysis;
using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Strategies;

/// <summary>
/// The variations that rules make of one text for one persona in one way, one after the other, all different. Which they
/// are depends on the seed, the text, the persona and the strategy alone, not on what else is generated. Not thread-safe.
/// </summary>
internal sealed class RuleVariations
{
    // So many choices in a row without anything new, and the rules have given what they have.
    private const int MostFailures = 60;

    private readonly VariationSource _source;
    private readonly IVariationRule _rule;
    private readonly string[] _keys;
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private int _attempt;

    /// <summary>Begins with none made.</summary>
    public RuleVariations(VariationSource source, VariationStrategy strategy, int seed)
    {
        _source = source;
        _rule = VariationRules.Of(strategy);
        _keys = [$"{seed}", source.Input.Text, source.Persona?.Name ?? "", VariationWords.Of(strategy)];
        _given.Add(Normal(source.Input.Text));
        Refusal =
            source.Input.Text.Length > MaskedText.MaxLength
                ? $"rules vary texts of at most {MaskedText.MaxLength} characters"
                : _rule.Refusal(source);
    }

    /// <summary>Why there are none, or <see langword="null"/>.</summary>
    public string? Refusal { get; }

    /// <summary>Makes the next one.</summary>
    /// <returns>Whether there was another.</returns>
    public bool TryNext([NotNullWhen(true)] out VariedText? varied)
    {
        varied = null;
        for (int failures = 0; Refusal is null && failures < MostFailures; failures++)
        {
            SeededDraw draw = new([.. _keys, $"{_attempt++}"]);
            if (_rule.Vary(_source, draw) is { } variation && Read(variation) is { } text && _given.Add(Normal(text)))
            {
                varied = new VariedText(text, variation.Technique, variation.Canary);
                return true;
            }
        }

        return false;
    }

    private string? Read(RuleVariation variation)
    {
        string text =
            variation.IsUsersOwn ? variation.Words
            : _source.Text.IsWhole(variation.Words) ? _source.Text.Unmask(variation.Words, variation.Respell)
            : "";
        text = text.Trim();
        return text.Length == 0 ? null : text;
    }

    private static string Normal(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A variation as it is said.</summary>
/// <param name="Text">The text.</param>
/// <param name="Technique">What was done, or <see langword="null"/> when a model did it.</param>
/// <param name="Canary">A word that the agent says only when it followed an injection, or <see langword="null"/>.</param>
internal sealed record VariedText(string Text, string? Technique = null, string? Canary = null);
