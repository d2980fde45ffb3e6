using System.Text.RegularExpressions;
using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Experiments.Settings;

/// <summary>The <c>input_generation:</c> section.</summary>
public sealed record InputGenerationSettings : IValidatedSection
{
    /// <summary>What makes the variations. Default <see cref="InputGenerationMode.Llm"/>.</summary>
    public InputGenerationMode Mode { get; init; } = InputGenerationMode.Llm;

    /// <summary>
    /// The language of the base inputs, for example <c>en</c>. Default: recognised for each input; the <c>language</c> in an
    /// input's metadata wins.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>The keyboard of <c>typo</c>. Default: the one usual for the language of the input.</summary>
    public KeyboardLayout? Keyboard { get; init; }

    /// <summary>Words of the trade by everyday words, for <c>technical</c>; <c>simple</c> reads them backwards.</summary>
    public IReadOnlyDictionary<string, string> Terms { get; init; } = new Dictionary<string, string>();

    /// <summary>The ways of the user's own that <c>custom</c> stands for.</summary>
    public IReadOnlyList<CustomVariation> Custom { get; init; } = [];

    /// <summary>The model for <c>llm</c>, and how it is asked.</summary>
    public InputGenerationModel Llm { get; init; } = new();

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        IEnumerable<string> twice = Custom
            .GroupBy(custom => custom.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key);
        foreach (string name in twice)
        {
            section.Error("custom", $"`{name}` is described twice; give each its own `name`");
        }

        if (Terms.Keys.Any(string.IsNullOrWhiteSpace) || Terms.Values.Any(string.IsNullOrWhiteSpace))
        {
            section.Error("terms", "has a word that is empty; write `everyday word: word of the trade`");
        }
    }
}

/// <summary>One entry of <c>input_generation.custom</c>: rules, a template, a prompt, or several of them.</summary>
public sealed record CustomVariation : IValidatedSection
{
    /// <summary>The name, kept in the metadata of what it makes.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Replacements in the input's words, in their order: words or, between slashes, a regular expression
    /// (<c>/\bASAP\b/</c>, .NET syntax, case does not count). Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Replace { get; init; } = new Dictionary<string, string>();

    /// <summary>Texts of which each makes one variation, for example <c>URGENT: {{ input }}</c>. Default: none.</summary>
    public IReadOnlyList<Template> Templates { get; init; } = [];

    /// <summary>With <c>llm</c>, what the model is told to do with the input. Default: none.</summary>
    public string? Prompt { get; init; }

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            section.Error("name", "is empty; name what it does, for example `angry`");
        }

        if (Replace.Count == 0 && Templates.Count == 0 && string.IsNullOrWhiteSpace(Prompt))
        {
            section.Error("", "does nothing; give `replace`, `templates` or, for `mode: llm`, a `prompt`");
        }

        foreach (string pattern in Replace.Keys.Where(IsRegex))
        {
            try
            {
                _ = new Regex(pattern[1..^1], RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
            }
            catch (ArgumentException exception)
            {
                section.Error("replace", $"`{pattern}` is no regular expression: {exception.Message.TrimEnd('.')}");
            }
        }
    }

    internal static bool IsRegex(string pattern) => pattern.Length > 2 && pattern[0] == '/' && pattern[^1] == '/';
}

/// <summary>The <c>input_generation.llm:</c> section.</summary>
public sealed record InputGenerationModel : IValidatedSection
{
    /// <summary>
    /// Who serves the model: <c>openai</c>, <c>openai-responses</c>, <c>openai-compatible</c>, <c>anthropic</c>, <c>ollama</c> or
    /// <c>scripted</c>. Default: the one named in <c>model</c>, else <c>openai</c>.
    /// </summary>
    public string? Provider { get; init; }

    /// <summary>
    /// The model, alone or as <c>provider:model</c>. Default <c>gpt-4o-mini</c> for openai, <c>claude-3-5-haiku-latest</c> for
    /// anthropic.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>The key. Default: the provider's variable, for example <c>OPENAI_API_KEY</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The server. Default: the provider's own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Replaces the built-in instructions; what each strategy wants and the form of the answer are still told.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>What strategies want, by their word, in place of the built-in words.</summary>
    public IReadOnlyDictionary<string, string> StrategyPrompts { get; init; } = new Dictionary<string, string>();

    /// <summary>The most variations asked for in one call. Default 10.</summary>
    [Range(1, 100)]
    public int BatchSize { get; init; } = 10;

    /// <summary>The most calls at once. Default 4.</summary>
    [Range(1, 64)]
    public int Parallel { get; init; } = 4;

    /// <summary>
    /// How often a variation is asked for that was missing, too similar to another, or lost something that must be kept.
    /// Default 3.
    /// </summary>
    [Range(1, 10)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>
    /// From which similarity (0 to 1) on two texts count as the same. Default 0.8; 1 leaves out only texts with equal words.
    /// </summary>
    [Range(0.1, 1)]
    public double Similarity { get; init; } = 0.8;

    /// <summary>US dollars after which no further call is made. Default: none.</summary>
    [Range(0)]
    public decimal? MaxCost { get; init; }

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        string[] known = [.. Enum.GetValues<VariationStrategy>().Select(VariationWords.Of)];
        foreach (string name in StrategyPrompts.Keys.Except(known, StringComparer.Ordinal))
        {
            section.Error("strategy_prompts", $"`{name}` is no strategy{Suggestion.Hint(name, known)}");
        }
    }
}

/// <summary>What makes variations of inputs.</summary>
public enum InputGenerationMode
{
    /// <summary>A model.</summary>
    Llm,

    /// <summary>Rules; the same for the same seed, without a model.</summary>
    Deterministic,
}

/// <summary>Where the letters are on a keyboard.</summary>
public enum KeyboardLayout
{
    /// <summary>English and most others.</summary>
    Qwerty,

    /// <summary>German.</summary>
    Qwertz,

    /// <summary>French.</summary>
    Azerty,

    /// <summary>Russian.</summary>
    Jcuken,
}

/// <summary>A way to vary an input.</summary>
public enum VariationStrategy
{
    /// <summary>The same in other words.</summary>
    Rephrase,

    /// <summary>The same with more words.</summary>
    Verbose,

    /// <summary>The same with fewer words.</summary>
    Concise,

    /// <summary>With the mistakes of someone who writes in a foreign language, or in haste.</summary>
    ErrorProne,

    /// <summary>With slips of the keyboard.</summary>
    Typo,

    /// <summary>In formal language.</summary>
    Formal,

    /// <summary>In everyday language.</summary>
    Casual,

    /// <summary>In the words of the trade.</summary>
    Technical,

    /// <summary>In simple words.</summary>
    Simple,

    /// <summary>Trying to lead the agent astray.</summary>
    Adversarial,

    /// <summary>In other languages.</summary>
    Multilingual,

    /// <summary>As a persona would say it.</summary>
    PersonaBased,

    /// <summary>In a way of the user's own.</summary>
    Custom,
}

/// <summary>Strategies as they are written in files and on the command line.</summary>
public static class VariationWords
{
    /// <summary>Every word, in the order of the strategies.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<VariationStrategy>().Select(Of)];

    /// <summary>The word, for example <c>error_prone</c>.</summary>
    public static string Of(VariationStrategy strategy) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(strategy.ToString());
}
