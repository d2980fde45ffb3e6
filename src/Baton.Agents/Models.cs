using Baton.Agents.Providers;

namespace Baton.Agents;

/// <summary>The names of common models, as an agent's model is written: <c>provider:model</c>.</summary>
/// <remarks>
/// Every one has its prices and sizes in <see cref="ModelCatalog.Default"/>. Any other name does as well: a model need
/// not be listed to be used.
/// </remarks>
public static class Models
{
    /// <summary>Anthropic's Claude Fable 5.1.</summary>
    public const string ClaudeFable51 = "anthropic:claude-fable-5-1";

    /// <summary>Anthropic's Claude Opus 5.5.</summary>
    public const string ClaudeOpus55 = "anthropic:claude-opus-5-5";

    /// <summary>Anthropic's Claude Sonnet 5.5.</summary>
    public const string ClaudeSonnet55 = "anthropic:claude-sonnet-5-5";

    /// <summary>Anthropic's Claude Haiku 5.5.</summary>
    public const string ClaudeHaiku55 = "anthropic:claude-haiku-5-5";

    /// <summary>Anthropic's Claude Fable 5.</summary>
    public const string ClaudeFable5 = "anthropic:claude-fable-5";

    /// <summary>Anthropic's Claude Opus 5.</summary>
    public const string ClaudeOpus5 = "anthropic:claude-opus-5";

    /// <summary>Anthropic's Claude Opus 4.8.</summary>
    public const string ClaudeOpus48 = "anthropic:claude-opus-4-8";

    /// <summary>Anthropic's Claude Opus 4.7.</summary>
    public const string ClaudeOpus47 = "anthropic:claude-opus-4-7";

    /// <summary>Anthropic's Claude Opus 4.6.</summary>
    public const string ClaudeOpus46 = "anthropic:claude-opus-4-6";

    /// <summary>Anthropic's Claude Opus 4.5.</summary>
    public const string ClaudeOpus45 = "anthropic:claude-opus-4-5";

    /// <summary>Anthropic's Claude Opus 4.1.</summary>
    public const string ClaudeOpus41 = "anthropic:claude-opus-4-1";

    /// <summary>Anthropic's Claude Opus 4.</summary>
    public const string ClaudeOpus4 = "anthropic:claude-opus-4-0";

    /// <summary>Anthropic's Claude Sonnet 5.</summary>
    public const string ClaudeSonnet5 = "anthropic:claude-sonnet-5";

    /// <summary>Anthropic's Claude Sonnet 4.6.</summary>
    public const string ClaudeSonnet46 = "anthropic:claude-sonnet-4-6";

    /// <summary>Anthropic's Claude Sonnet 4.5.</summary>
    public const string ClaudeSonnet45 = "anthropic:claude-sonnet-4-5";

    /// <summary>Anthropic's Claude Sonnet 4.</summary>
    public const string ClaudeSonnet4 = "anthropic:claude-sonnet-4-0";

    /// <summary>Anthropic's Claude Haiku 4.5.</summary>
    public const string ClaudeHaiku45 = "anthropic:claude-haiku-4-5";

    /// <summary>Anthropic's Claude Sonnet 3.7.</summary>
    public const string ClaudeSonnet37 = "anthropic:claude-3-7-sonnet-latest";

    /// <summary>Anthropic's Claude Sonnet 3.5.</summary>
    public const string ClaudeSonnet35 = "anthropic:claude-3-5-sonnet-latest";

    /// <summary>Anthropic's Claude Haiku 3.5.</summary>
    public const string ClaudeHaiku35 = "anthropic:claude-3-5-haiku-latest";

    /// <summary>Anthropic's Claude Opus 3.</summary>
    public const string ClaudeOpus3 = "anthropic:claude-3-opus-latest";

    /// <summary>Anthropic's Claude Haiku 3.</summary>
    public const string ClaudeHaiku3 = "anthropic:claude-3-haiku-20240307";

    /// <summary>OpenAI's GPT-5.6 Sol.</summary>
    public const string Gpt56Sol = "openai:gpt-5.6-sol";

    /// <summary>OpenAI's GPT-5.6 Terra.</summary>
    public const string Gpt56Terra = "openai:gpt-5.6-terra";

    /// <summary>OpenAI's GPT-5.6 Luna.</summary>
    public const string Gpt56Luna = "openai:gpt-5.6-luna";

    /// <summary>OpenAI's GPT-5.5.</summary>
    public const string Gpt55 = "openai:gpt-5.5";

    /// <summary>OpenAI's GPT-5.4.</summary>
    public const string Gpt54 = "openai:gpt-5.4";

    /// <summary>OpenAI's GPT-5.4 mini.</summary>
    public const string Gpt54Mini = "openai:gpt-5.4-mini";

    /// <summary>OpenAI's GPT-5.4 nano.</summary>
    public const string Gpt54Nano = "openai:gpt-5.4-nano";

    /// <summary>OpenAI's GPT-5.2.</summary>
    public const string Gpt52 = "openai:gpt-5.2";

    /// <summary>OpenAI's GPT-5.1.</summary>
    public const string Gpt51 = "openai:gpt-5.1";

    /// <summary>OpenAI's GPT-5.</summary>
    public const string Gpt5 = "openai:gpt-5";

    /// <summary>OpenAI's GPT-5 mini.</summary>
    public const string Gpt5Mini = "openai:gpt-5-mini";

    /// <summary>OpenAI's GPT-5 nano.</summary>
    public const string Gpt5Nano = "openai:gpt-5-nano";

    /// <summary>OpenAI's GPT-4.1.</summary>
    public const string Gpt41 = "openai:gpt-4.1";

    /// <summary>OpenAI's GPT-4.1 mini.</summary>
    public const string Gpt41Mini = "openai:gpt-4.1-mini";

    /// <summary>OpenAI's GPT-4.1 nano.</summary>
    public const string Gpt41Nano = "openai:gpt-4.1-nano";

    /// <summary>OpenAI's GPT-4o.</summary>
    public const string Gpt4o = "openai:gpt-4o";

    /// <summary>OpenAI's GPT-4o mini.</summary>
    public const string Gpt4oMini = "openai:gpt-4o-mini";

    /// <summary>OpenAI's GPT-4 Turbo.</summary>
    public const string Gpt4Turbo = "openai:gpt-4-turbo";

    /// <summary>OpenAI's GPT-3.5 Turbo.</summary>
    public const string Gpt35Turbo = "openai:gpt-3.5-turbo";

    /// <summary>OpenAI's o1.</summary>
    public const string O1 = "openai:o1";

    /// <summary>OpenAI's o3.</summary>
    public const string O3 = "openai:o3";

    /// <summary>OpenAI's o3-mini.</summary>
    public const string O3Mini = "openai:o3-mini";

    /// <summary>OpenAI's o4-mini.</summary>
    public const string O4Mini = "openai:o4-mini";
}
