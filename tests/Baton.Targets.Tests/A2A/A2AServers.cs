using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Baton.TestSupport;

namespace Baton.Targets.Tests.A2A;

/// <summary>The SDK's servers of both protocol versions, for all tests of a class.</summary>
public sealed class A2AServers : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private NodeAgentServer _old = null!;
    private NodeAgentServer _new = null!;

    public async ValueTask InitializeAsync()
    {
        _old = await NodeAgentServer.StartAsync("a2a-0.3");
        _new = await NodeAgentServer.StartAsync("a2a");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _old.DisposeAsync();
        await _new.DisposeAsync();
    }

    /// <summary>The address of an agent: <c>a2a-0.3</c>, <c>a2a</c>, each with <c>/plain</c> or the like behind it.</summary>
    public string Url(string agent)
    {
        string[] parts = agent.Split('/', 2);
        NodeAgentServer server = parts[0] == "a2a" ? _new : _old;
        return parts.Length > 1 ? $"{server.Url}/{parts[1]}" : server.Url;
    }

    /// <summary>What an agent remembers of its callers.</summary>
    public async Task<JsonNode> StateAsync(string agent) =>
        (await _client.GetFromJsonAsync<JsonNode>($"{Url(agent)}/state"))!;

    /// <summary>An agent's card.</summary>
    public Task<string> CardAsync(string agent) => _client.GetStringAsync($"{Url(agent)}/.well-known/agent-card.json");
}
