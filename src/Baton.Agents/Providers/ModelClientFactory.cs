using System.Security.Cryptography;
using Baton.Agents.Providers.Anthropic;
using Baton.Agents.Providers.Ollama;
using Baton.Agents.Providers.OpenAI;
using Baton.Agents.Providers.OpenAI.Responses;
using Baton.Agents.Providers.Scripted;
using Baton.Agents.Providers.Setup;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers;

/// <summary>The one place where clients of models are made. Safe for concurrent use.</summary>
/// <remarks>The clients share its connections: they live as long as the factory, and need no disposing themselves.</remarks>
public sealed class ModelClientFactory : IDisposable
{
    private static readonly Lazy<ModelClientFactory> _shared = new(static () =>
        new ModelClientFactory(TimeProvider.System, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)))
    );

    private readonly TimeProvider _timeProvider;
    private readonly Random _random;
    private readonly HttpClient _http;
    private readonly ModelEnvironment _environment;

    // Guards the random source, which is not safe for concurrent use.
    private readonly Lock _gate = new();

    /// <summary>Creates a factory.</summary>
    /// <param name="timeProvider">The clock of time-outs and waits.</param>
    /// <param name="random">Where the jitter of waits comes from; every client gets a source of its own, seeded from it.</param>
    /// <param name="handler">What sends the requests. Default: pooled connections; a given one is not disposed.</param>
    /// <param name="environment">Where keys and servers are found. Default: this process's environment.</param>
    public ModelClientFactory(
        TimeProvider timeProvider,
        Random random,
        HttpMessageHandler? handler = null,
        ModelEnvironment? environment = null
    )
    {
        _timeProvider = timeProvider;
        _random = random;
        _environment = environment ?? ModelEnvironment.Process;
        _http = new HttpClient(
            handler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) },
            disposeHandler: handler is null
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>
    /// The factory of this process, made when it is first asked for; disposing it does nothing. Keys and servers come
    /// from the process's environment.
    /// </summary>
    public static ModelClientFactory Shared => _shared.Value;

    /// <summary>The words of the providers there are.</summary>
    public static IReadOnlyList<string> Providers { get; } =
    [.. ProviderRules.All.Select(static rules => rules.Provider)];

    /// <summary>Makes a client from a name, with key and server from the environment (see <see cref="ModelEnvironment"/>).</summary>
    /// <param name="model">
    /// <c>provider:model</c>, for example <c>openai:gpt-4o-mini</c> or <c>scripted:answers.json</c>. A script is played
    /// from its start by each client that is made.
    /// </param>
    /// <param name="retry">When a failed call is made again. Default: as <see cref="ModelRetry"/> says.</param>
    /// <param name="timeout">How long one attempt may take. Default: as <see cref="ModelConnection.Timeout"/> says.</param>
    /// <returns>A client as of <see cref="Create(ModelConnection)"/>.</returns>
    /// <exception cref="ModelConfigurationException">
    /// The provider is unknown or missing, a key or a server is missing, an address is none, or a script is malformed.
    /// </exception>
    public IChatClient Create(string model, ModelRetry? retry = null, TimeSpan? timeout = null)
    {
        ModelConnection connection = _environment.Connect(model);
        return Create(connection with { Retry = retry ?? connection.Retry, Timeout = timeout ?? connection.Timeout });
    }

    /// <summary>Makes a client.</summary>
    /// <param name="connection">Which model, and how.</param>
    /// <returns>The client; it also serves <see cref="IModelProbe"/> and <see cref="ChatClientMetadata"/>.</returns>
    /// <exception cref="ArgumentException">The provider is unknown, or the base URL is missing or not one.</exception>
    /// <exception cref="ModelConfigurationException">A script cannot be read or is malformed.</exception>
    public IChatClient Create(ModelConnection connection)
    {
        Random random;
        lock (_gate)
        {
            random = new Random(_random.Next());
        }

        return connection.Name.Provider switch
        {
            ModelName.OpenAI or ModelName.OpenAICompatible => new OpenAIChatClient(
                connection,
                _http,
                _timeProvider,
                random
            ),
            ModelName.OpenAIResponses => new OpenAIResponsesChatClient(connection, _http, _timeProvider, random),
            ModelName.Anthropic => new AnthropicChatClient(connection, _http, _timeProvider, random),
            ModelName.Ollama => new OllamaChatClient(connection, _http, _timeProvider, random),
            ModelName.Scripted => ScriptedChatClient.Load(connection.Name.Model, _timeProvider),
            string other => throw new ArgumentException(
                $"Unknown provider `{other}`; use one of {string.Join(", ", Providers)}",
                nameof(connection)
            ),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_shared.IsValueCreated || this != _shared.Value)
        {
            _http.Dispose();
        }
    }
}
