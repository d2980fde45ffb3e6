using Baton.Agents.Providers.Anthropic;
using Baton.Agents.Providers.OpenAI;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers;

/// <summary>The one place where clients of models are made. Safe for concurrent use.</summary>
/// <remarks>The clients share its connections: they live as long as the factory, and need no disposing themselves.</remarks>
public sealed class ModelClientFactory : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly Random _random;
    private readonly HttpClient _http;

    // Guards the random source, which is not safe for concurrent use.
    private readonly Lock _gate = new();

    /// <summary>Creates a factory.</summary>
    /// <param name="timeProvider">The clock of time-outs and waits.</param>
    /// <param name="random">Where the jitter of waits comes from; every client gets a source of its own, seeded from it.</param>
    /// <param name="handler">What sends the requests. Default: pooled connections; a given one is not disposed.</param>
    public ModelClientFactory(TimeProvider timeProvider, Random random, HttpMessageHandler? handler = null)
    {
        _timeProvider = timeProvider;
        _random = random;
        _http = new HttpClient(
            handler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) },
            disposeHandler: handler is null
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The words of the providers there are.</summary>
    public static IReadOnlyList<string> Providers { get; } = [ModelName.OpenAI, ModelName.Anthropic];

    /// <summary>Makes a client.</summary>
    /// <param name="connection">Which model, and how.</param>
    /// <returns>The client; it also serves <see cref="IModelProbe"/> and <see cref="ChatClientMetadata"/>.</returns>
    /// <exception cref="ArgumentException">The provider is unknown, or the base URL is not one.</exception>
    public IChatClient Create(ModelConnection connection)
    {
        Random random;
        lock (_gate)
        {
            random = new Random(_random.Next());
        }

        return connection.Name.Provider switch
        {
            ModelName.OpenAI => new OpenAIChatClient(connection, _http, _timeProvider, random),
            ModelName.Anthropic => new AnthropicChatClient(connection, _http, _timeProvider, random),
            string other => throw new ArgumentException(
                $"Unknown provider `{other}`; use one of {string.Join(", ", Providers)}",
                nameof(connection)
            ),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
