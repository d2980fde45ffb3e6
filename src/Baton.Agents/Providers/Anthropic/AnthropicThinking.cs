using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>How one request asks its model to think: not at all, within a budget of tokens, or as much as it finds right.</summary>
/// <param name="Effort">The word for models that find it themselves; <see langword="null"/> for those with a budget.</param>
/// <param name="Tokens">The most tokens of thought, which the answer's own come on top of.</param>
/// <param name="IsShown">Whether the thoughts come back; <see langword="null"/> for the model's own way.</param>
internal sealed partial record AnthropicThinking(string? Effort, int Tokens, bool? IsShown)
{
    // The server's own lower bound.
    private const int LeastBudget = 1024;

    /// <summary>The request's thinking, or nothing when none is asked for or the model cannot.</summary>
    public static AnthropicThinking? For(string model, ReasoningOptions? reasoning, int answerTokens, int? mostTokens)
    {
        if (reasoning?.Effort is not { } effort || effort == ReasoningEffort.None)
        {
            return null;
        }

        bool? shown = reasoning.Output is { } output ? output != ReasoningOutput.None : null;
        (int major, int minor) = Version(model);
        int tokens = Math.Min(TokensOf(effort), (mostTokens ?? int.MaxValue) - answerTokens);
        if (IsAdaptive(major, minor))
        {
            string most = (major, minor) is (4, 6) ? "max" : "xhigh";
            return new AnthropicThinking(Word(effort, most), Math.Max(0, tokens), shown);
        }

        return (major, minor) is (3, 7) or (>= 4, _) && tokens >= LeastBudget
            ? new AnthropicThinking(Effort: null, tokens, shown)
            : null;
    }

    /// <summary>Whether a model takes sampling settings; the newest refuse them.</summary>
    public static bool TakesSampling(string model) => Version(model) is not ((4, >= 7) or (>= 5, _));

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
        if (Effort is not null)
        {
            writer.WriteStartObject("output_config"u8);
            writer.WriteString("effort"u8, Effort);
            writer.WriteEndObject();
        }
    }

    private static bool IsAdaptive(int major, int minor) => major >= 5 || (major == 4 && minor >= 6);

    private static string Word(ReasoningEffort effort, string most) =>
        effort switch
        {
            ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => "medium",
            ReasoningEffort.High => "high",
            _ => most,
        };

    private static int TokensOf(ReasoningEffort effort) =>
        effort switch
        {
            ReasoningEffort.Low => 2_048,
            ReasoningEffort.Medium => 8_192,
            ReasoningEffort.High => 16_384,
            _ => 32_768,
        };

    // `claude-opus-4-6`, `claude-sonnet-4-20250514`, `claude-3-7-sonnet-latest`; a model of another maker has none.
    private static (int Major, int Minor) Version(string model)
    {
        Match match = Numbers().Match(model);
        return match.Success
            ? (
                int.Parse(match.Groups["major"].Value),
                match.Groups["minor"] is { Success: true } minor ? int.Parse(minor.Value) : 0
            )
            : (0, 0);
    }

    [GeneratedRegex(
        @"^claude-(?:[a-z]+-)?(?<major>\d{1,2})(?:-(?<minor>\d{1,2}))?(?:-|@|$)",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Numbers();
}
