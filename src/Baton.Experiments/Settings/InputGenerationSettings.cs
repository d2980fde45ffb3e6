using System.Text.Json.Nodes;

namespace Baton.Experiments.Settings;

/// <summary>The <c>input_generation:</c> section.</summary>
public sealed record InputGenerationSettings
{
    /// <summary>What makes the variations. Default <see cref="InputGenerationMode.Llm"/>.</summary>
    public InputGenerationMode Mode { get; init; } = InputGenerationMode.Llm;

    /// <summary>The model for <c>llm</c>.</summary>
    public JsonObject? Llm { get; init; }
}

/// <summary>What makes variations of inputs.</summary>
public enum InputGenerationMode
{
    /// <summary>A model.</summary>
    Llm,

    /// <summary>Rules; the same for the same seed, without a model.</summary>
    Deterministic,
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

    /// <summary>With the mistakes of someone who does not know the subject.</summary>
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
