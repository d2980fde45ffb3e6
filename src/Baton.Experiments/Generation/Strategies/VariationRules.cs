using System.Collections.Frozen;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Strategies;

/// <summary>The rules of every strategy.</summary>
internal static class VariationRules
{
    private static readonly FrozenDictionary<VariationStrategy, IVariationRule> Rules = new Dictionary<
        VariationStrategy,
        IVariationRule
    >
    {
        [VariationStrategy.Rephrase] = new RephraseRule(),
        [VariationStrategy.Verbose] = new VerboseRule(),
        [VariationStrategy.Concise] = new ConciseRule(),
        [VariationStrategy.ErrorProne] = new ErrorProneRule(),
        [VariationStrategy.Typo] = new TypoRule(),
        [VariationStrategy.Formal] = new FormalRule(),
        [VariationStrategy.Casual] = new CasualRule(),
        [VariationStrategy.Technical] = new TechnicalRule(),
        [VariationStrategy.Simple] = new SimpleRule(),
        [VariationStrategy.Adversarial] = new AdversarialRule(),
        [VariationStrategy.Multilingual] = new MultilingualRule(),
        [VariationStrategy.PersonaBased] = new PersonaRule(Of),
        [VariationStrategy.Custom] = new CustomRule(),
    }.ToFrozenDictionary();

    /// <summary>The rules of a strategy.</summary>
    public static IVariationRule Of(VariationStrategy strategy) => Rules[strategy];
}
