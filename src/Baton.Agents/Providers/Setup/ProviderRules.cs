namespace Baton.Agents.Providers.Setup;

/// <summary>Where a provider's key and server are looked for, and which of them must be there.</summary>
/// <param name="Provider">The provider's word.</param>
/// <param name="Variables">Pairs of key and base URL; the first pair with either of them is taken whole.</param>
internal sealed record ProviderRules(string Provider, params IReadOnlyList<ServerVariables> Variables)
{
    private static readonly ServerVariables _openAI = new("OPENAI_API_KEY", "OPENAI_BASE_URL");

    /// <summary>Every provider there is.</summary>
    public static IReadOnlyList<ProviderRules> All { get; } =
    [
        new(ModelName.OpenAI, _openAI) { OwnHost = "api.openai.com" },
        new(ModelName.OpenAIResponses, _openAI) { OwnHost = "api.openai.com" },
        // A key goes only to the server it was set beside.
        new(
            ModelName.OpenAICompatible,
            new ServerVariables("OPENAI_COMPATIBLE_API_KEY", "OPENAI_COMPATIBLE_BASE_URL"),
            _openAI
        )
        {
            NeedsServer = true,
        },
        new(ModelName.Anthropic, new ServerVariables("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"))
        {
            OwnHost = "api.anthropic.com",
        },
        new(ModelName.Ollama, new ServerVariables("OLLAMA_API_KEY", "OLLAMA_HOST")),
        new(ModelName.Scripted),
    ];

    /// <summary>The provider's own server, which takes no request without a key.</summary>
    public string? OwnHost { get; init; }

    /// <summary>Whether there is no server but the one that is named.</summary>
    public bool NeedsServer { get; init; }

    /// <summary>The rules of a provider, or <see langword="null"/> for an unknown one.</summary>
    public static ProviderRules? Find(string provider) => All.FirstOrDefault(rules => rules.Provider == provider);
}
