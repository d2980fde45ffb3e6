using Baton.Agents.Providers;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

/// <summary>Makes clients for tests: waits between attempts end at once and are noted.</summary>
internal sealed class ModelLab(HttpMessageHandler? handler = null) : IDisposable
{
    private readonly List<ModelClientFactory> _factories = [];

    /// <summary>Every provider that has a server.</summary>
    public static TheoryData<string> Providers =>
        ["openai", "openai-responses", "openai-compatible", "anthropic", "ollama"];

    /// <summary>Every provider that has a server, whole and streamed.</summary>
    public static TheoryData<string, bool> ProvidersBothWays
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (string provider in Providers.Select(static row => row.Data))
            {
                data.Add(provider, false);
                data.Add(provider, true);
            }

            return data;
        }
    }

    public ImpatientTimeProvider Clock { get; } = new(TimeSpan.FromSeconds(9));

    public IChatClient Client(
        string provider,
        string? baseUrl = null,
        string? key = AimockFixture.Key,
        string model = "gpt-4o-mini",
        ModelRetry? retry = null,
        TimeSpan? timeout = null
    )
    {
        // A time-out under test needs the real clock.
        TimeProvider clock = timeout is null ? Clock : TimeProvider.System;
        ModelClientFactory factory = new(clock, new Random(7), handler);
        _factories.Add(factory);
        return factory.Create(
            new ModelConnection
            {
                Name = new ModelName(provider, model),
                ApiKey = key,
                BaseUrl = baseUrl,
                Retry = retry ?? new ModelRetry(),
                Timeout = timeout ?? TimeSpan.FromSeconds(60),
            }
        );
    }

    /// <summary>Asks, and puts a streamed answer together.</summary>
    public static async Task<ChatResponse> AskAsync(
        IChatClient client,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        bool streamed
    ) =>
        streamed
            ? await client.GetStreamingResponseAsync(messages, options).ToChatResponseAsync()
            : await client.GetResponseAsync(messages, options);

    public void Dispose() => _factories.ForEach(static factory => factory.Dispose());
}
