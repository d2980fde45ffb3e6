using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Strategies;

/// <summary>What a strategy varies. Immutable.</summary>
internal sealed class VariationSource
{
    /// <summary>Looks at a text once for all strategies.</summary>
    /// <param name="input">The base input.</param>
    /// <param name="persona">Who says it, or <see langword="null"/>.</param>
    /// <param name="settings">The user's words, keyboard, language and own strategies.</param>
    public VariationSource(ExperimentInput input, Persona? persona, InputGenerationSettings settings)
    {
        Input = input;
        Persona = persona;
        Settings = settings;
        Text = MaskedText.Of(input.Text[..Math.Min(input.Text.Length, MaskedText.MaxLength)]);
        Language =
            input.Metadata?["language"] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue(out string? own)
                ? TextLanguage.CodeOf(own)
            : settings.Language is { } configured ? TextLanguage.CodeOf(configured)
            : TextLanguage.Recognise(Text.Masked);
    }

    private VariationSource(VariationSource other, string masked)
    {
        Input = other.Input;
        Persona = other.Persona;
        Settings = other.Settings;
        Language = other.Language;
        Text = other.Text;
        Words = masked;
    }

    /// <summary>The base input.</summary>
    public ExperimentInput Input { get; }

    /// <summary>Who says it, or <see langword="null"/>.</summary>
    public Persona? Persona { get; }

    /// <summary>The user's words, keyboard, language and own strategies.</summary>
    public InputGenerationSettings Settings { get; }

    /// <summary>The text with what must be kept masked.</summary>
    public MaskedText Text { get; }

    /// <summary>The masked text as far as it was varied already.</summary>
    public string Words
    {
        get => field ?? Text.Masked;
        private init;
    }

    /// <summary>The code of its language.</summary>
    public string Language { get; }

    /// <summary>Whether the text is English.</summary>
    public bool IsEnglish => Language is TextLanguage.English;

    /// <summary>The same with words that were varied already, for a strategy that comes second.</summary>
    public VariationSource With(string masked) => new(this, masked);
}
