using System.Diagnostics.CodeAnalysis;

namespace Baton.Agents.Providers;

/// <summary>A model and who serves it, written <c>provider:model</c>, for example <c>openai:gpt-4o-mini</c>.</summary>
/// <param name="Provider">The provider's word, for example <c>openai</c>.</param>
/// <param name="Model">The model as the provider names it.</param>
public readonly record struct ModelName(string Provider, string Model)
{
    /// <summary>OpenAI's chat completions.</summary>
    public const string OpenAI = "openai";

    /// <summary>OpenAI's responses.</summary>
    public const string OpenAIResponses = "openai-responses";

    /// <summary>Any server that speaks OpenAI's chat completions; its base URL must be given.</summary>
    public const string OpenAICompatible = "openai-compatible";

    /// <summary>Anthropic, and every server that speaks its messages.</summary>
    public const string Anthropic = "anthropic";

    /// <summary>Ollama's own chat.</summary>
    public const string Ollama = "ollama";

    /// <summary>A script in a file; the model is the file's path.</summary>
    public const string Scripted = "scripted";

    /// <summary>Reads <c>provider:model</c>; the provider ends at the first colon.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name, when there is one.</param>
    /// <returns>Whether both parts are there.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ModelName name)
    {
        int colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon <= 0 || colon == text!.Length - 1)
        {
            name = default;
            return false;
        }

        name = new ModelName(text[..colon], text[(colon + 1)..]);
        return true;
    }

    /// <summary><c>provider:model</c>.</summary>
    public override string ToString() => $"{Provider}:{Model}";
}
