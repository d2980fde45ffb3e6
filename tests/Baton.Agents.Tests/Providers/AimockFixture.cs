using Baton.TestSupport;

namespace Baton.Agents.Tests.Providers;

/// <summary>One model server for the tests of a class, which run one after the other.</summary>
public sealed class AimockFixture : IAsyncLifetime
{
    public const string Key = "sk-test-0123456789abcdef";

    public AimockServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await AimockServer.StartAsync(Key);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
