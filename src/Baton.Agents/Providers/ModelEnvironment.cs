using Baton.Agents.Providers.Setup;

namespace Baton.Agents.Providers;

/// <summary>Finds the keys and servers of models in environment variables. Safe for concurrent use if the variables are.</summary>
/// <remarks>
/// <c>openai</c> and <c>openai-responses</c> read <c>OPENAI_API_KEY</c> and <c>OPENAI_BASE_URL</c>; <c>anthropic</c> reads
/// <c>ANTHROPIC_API_KEY</c> and <c>ANTHROPIC_BASE_URL</c>; <c>ollama</c> reads <c>OLLAMA_API_KEY</c>, which few need, and
/// <c>OLLAMA_HOST</c>;
/// <c>openai-compatible</c> reads <c>OPENAI_COMPATIBLE_API_KEY</c> and <c>OPENAI_COMPATIBLE_BASE_URL</c>, or when neither
/// is set those of <c>openai</c>. A blank value counts as absent.
/// </remarks>
/// <param name="variable">The value of a variable, or <see langword="null"/>.</param>
public sealed class ModelEnvironment(Func<string, string?> variable)
{
    /// <summary>The variables of this process, read anew each time.</summary>
    public static ModelEnvironment Process { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The connection to a model, ready to be used.</summary>
    /// <param name="model">The model, <c>provider:model</c>.</param>
    /// <exception cref="ModelConfigurationException">
    /// The provider is unknown or missing, a key or a server is missing, or an address is none.
    /// </exception>
    public ModelConnection Connect(string model)
    {
        ModelName name = NameOf(model);
        ModelConnection connection = Complete(new ModelConnection { Name = name });
        ConnectionCheck.Demand(connection, ProviderRules.Find(name.Provider)!);
        return connection;
    }

    /// <summary>Reads the name of a model.</summary>
    /// <param name="model">The model, <c>provider:model</c>.</param>
    /// <exception cref="ModelConfigurationException">The provider is unknown or missing.</exception>
    internal static ModelName NameOf(string model)
    {
        if (!ModelName.TryParse(model, out ModelName name))
        {
            throw new ModelConfigurationException(NoProvider(model));
        }

        return ProviderRules.Find(name.Provider) is null
            ? throw new ModelConfigurationException(UnknownProvider(name))
            : name;
    }

    /// <summary>Adds to a connection the key and the server it does not have; says nothing of what stays missing.</summary>
    /// <param name="connection">What is given; it wins over the environment.</param>
    public ModelConnection Complete(ModelConnection connection)
    {
        string? key = Given(connection.ApiKey);
        string? url = Given(connection.BaseUrl);
        foreach (ServerVariables names in ProviderRules.Find(connection.Name.Provider)?.Variables ?? [])
        {
            string? foundKey = names.Key is null ? null : Given(variable(names.Key));
            string? foundUrl = Given(variable(names.BaseUrl));
            if ((foundKey ?? foundUrl) is not null)
            {
                return connection with { ApiKey = key ?? foundKey, BaseUrl = url ?? foundUrl };
            }
        }

        return connection with
        {
            ApiKey = key,
            BaseUrl = url,
        };
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static string NoProvider(string? model)
    {
        if (string.IsNullOrWhiteSpace(model))
        {
            return "No model is named; write `provider:model`, for example `openai:gpt-4o-mini`";
        }

        string? known = ModelCatalog.Default.Names.FirstOrDefault(name =>
            name.EndsWith(":" + model, StringComparison.OrdinalIgnoreCase)
        );
        return known is null
            ? $"`{model}` must be written `provider:model`, for example `openai:gpt-4o-mini`"
            : $"`{model}` names no provider; write `{known}`";
    }

    private static string UnknownProvider(ModelName name)
    {
        IEnumerable<string> known = ProviderRules.All.Select(static rules => rules.Provider);
        string hint = NearestWord.Hint(name.Provider, known);
        return $"Unknown provider `{name.Provider}` in `{name}`"
            + (hint.Length > 0 ? hint : $"; use one of {string.Join(", ", known)}");
    }
}
