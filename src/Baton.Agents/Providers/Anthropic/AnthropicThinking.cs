using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>How one request asks its model to think: within a budget of tokens, or as much as it finds right.</summary>
/// <param name="Effort">The word for models that find it themselves; <see langword="null"/> for those with a budget.</param>
/// <param name="Tokens">The most tokens of thought, which the answer's own come on top of.</param>
/// <param name="IsShown">Whether the thoughts come back; <see langword="null"/> for the model's own way.</param>
internal sealed record AnthropicThinking(string? Effort, int Tokens, bool? IsShown)
{
    // The server's own lower bound.
    private const int LeastBudget = 1024;

    /// <summary>The request's thinking, or nothing when none is asked for or the model cannot.</summary>
    /// <param name="model">The model.</param>
    /// <param name="reasoning">What is asked for.</param>
    /// <param name="room">The tokens there are beside those of the answer.</param>
    public static AnthropicThinking? For(AnthropicModel model, ReasoningOptions? reasoning, int room)
    {
        if (reasoning?.Effort is not { } effort || (effort == ReasoningEffort.None && !model.AlwaysThinks))
        {
            return null;
        }

        bool? shown = reasoning.Output is { } output ? output != ReasoningOutput.None : null;
        int tokens = Math.Max(0, Math.Min(TokensOf(effort), room));
        return model.IsAdaptive ? new AnthropicThinking(Word(effort, model), tokens, shown)
            : model.HasBudget && tokens >= LeastBudget ? new AnthropicThinking(Effort: null, tokens, shown)
            : null;
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, Effort is null ? "enabled"u8 : "adaptive"u8);
        if (Effort is null)
        {
            writer.WriteNumber("budget_tokens"u8, Tokens);
        }

        if (IsShown is { } shown)
        {
            writer.WriteString("display"u8, shown ? "summarized"u8 : "omitted"u8);
        }

        writer.WriteEndObject();
    }

    private static string Word(ReasoningEffort effort, AnthropicModel model) =>
        effort switch
        {
            ReasoningEffort.None or ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => "medium",
            ReasoningEffort.High => "high",
            _ => model.GreatestEffort,
        };

    private static int TokensOf(ReasoningEffort effort) =>
        effort switch
        {
            ReasoningEffort.None or ReasoningEffort.Low => 2_048,
            ReasoningEffort.Medium => 8_192,
            ReasoningEffort.High => 16_384,
            _ => 32_768,
        };
}
