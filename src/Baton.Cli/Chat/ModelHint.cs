using Baton.Agents;
using Baton.Agents.Providers;

namespace Baton.Cli.Chat;

/// <summary>Adds the way out to what went wrong with a model, in the words of the command line.</summary>
internal static class ModelHint
{
    /// <summary>The end of the message about a failed answer; empty where the message says it already.</summary>
    public static string For(AgentError error, string model)
    {
        string provider = ModelName.TryParse(model, out ModelName name) ? name.Provider : "";
        return error.Kind switch
        {
            ErrorKind.Unauthorized => $"; check {Key(provider)}",
            ErrorKind.RateLimited => "; wait a while, or take another model with `--model`",
            ErrorKind.HttpStatus when Status(error) == 404 => "; check the model's name in `--model`"
                + (Server(provider) is { } server ? $", and `{server}`" : ""),
            ErrorKind.Refused or ErrorKind.Dns or ErrorKind.Tls when Server(provider) is { } server =>
                $"; `{server}` says where it is",
            _ => "",
        };
    }

    /// <summary>The end of the message about a limit: the option that sets it.</summary>
    public static string ForLimit(string limit) =>
        limit switch
        {
            "max_turns" => "; allow more with `--max-turns`",
            "max_tokens" => "; allow more with `--max-tokens`",
            "max_cost" => "; allow more with `--max-cost`",
            "max_time" => "; allow more with `--max-time`",
            _ => "",
        };

    private static int? Status(AgentError error) =>
        error.Details?["status"] is { } status && status.AsValue().TryGetValue(out int code) ? code : null;

    private static string Key(string provider) =>
        provider switch
        {
            ModelName.OpenAI or ModelName.OpenAIResponses => "`OPENAI_API_KEY`",
            ModelName.Anthropic => "`ANTHROPIC_API_KEY`",
            ModelName.Ollama => "`OLLAMA_API_KEY`",
            ModelName.OpenAICompatible => "`OPENAI_COMPATIBLE_API_KEY` or `OPENAI_API_KEY`",
            _ => "the key",
        };

    private static string? Server(string provider) =>
        provider switch
        {
            ModelName.OpenAI or ModelName.OpenAIResponses => "OPENAI_BASE_URL",
            ModelName.Anthropic => "ANTHROPIC_BASE_URL",
            ModelName.Ollama => "OLLAMA_HOST",
            ModelName.OpenAICompatible => "OPENAI_COMPATIBLE_BASE_URL",
            _ => null,
        };
}
