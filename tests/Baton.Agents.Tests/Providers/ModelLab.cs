using Baton.Agents.Providers;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

/// <summary>Makes clients for tests: waits between attempts end at once and are noted.</summary>
internal sealed class ModelLab(HttpMessageHandler? handler = null) : IDisposable
{
    private readonly List<ModelClientFactory> _factories = [];

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

    public void Dispose() => _factories.ForEach(static factory => factory.Dispose());
}
