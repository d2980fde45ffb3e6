using System.Diagnostics;

namespace Baton.Agents.Mcp.Tests;

[Trait("Needs", "Node")]
public sealed class HttpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http")]
    [InlineData("sse")]
    public async Task Tools_are_called_over_streamable_http_and_over_sse(string way)
    {
        await using HttpOddServer odd = await HttpOddServer.StartAsync(way);
        await using McpServer server = await McpServer.ConnectAsync(odd.Options, Token);

        (await server.CallAsync("shop_open")).ShouldBe("open");
        (await Should.ThrowAsync<McpServerException>(() => server.CallAsync("fail"))).Message.ShouldBe("no such shop");
    }

    [Fact]
    public async Task A_server_that_started_anew_is_connected_anew_without_a_failed_call()
    {
        await using HttpOddServer first = await HttpOddServer.StartAsync("http");
        await using McpServer server = await McpServer.ConnectAsync(first.Options, Token);
        using Process process = await server.ProcessOfAsync();
        await first.DisposeAsync();
        await using HttpOddServer second = await HttpOddServer.StartAsync("http", first.Port);

        using Process other = await server.ProcessOfAsync();

        other.Id.ShouldNotBe(process.Id);
    }

    [Fact]
    public async Task A_server_killed_during_a_call_is_a_clear_error()
    {
        await using HttpOddServer odd = await HttpOddServer.StartAsync("http");
        await using McpServer server = await McpServer.ConnectAsync(
            odd.Options with
            {
                CallTimeout = TimeSpan.FromSeconds(20),
            },
            Token
        );
        Task<object?> crashing = server.CallAsync("crash");

        McpServerException lost = await Should.ThrowAsync<McpServerException>(() => crashing);
        McpServerException absent = await Should.ThrowAsync<McpServerException>(() => server.CallAsync("pid"));

        lost.Message.ShouldContain("was lost during `crash`");
        absent.Message.ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task A_wrong_key_is_told_without_the_key()
    {
        await using HttpOddServer odd = await HttpOddServer.StartAsync("http");

        McpServerException error = await Should.ThrowAsync<McpServerException>(() =>
            McpServer.ConnectAsync(new(odd.Endpoint("Bearer wrong-key")), Token)
        );

        error.Message.ShouldBe(
            $"MCP server 127.0.0.1 (http://127.0.0.1:{odd.Port}/mcp) refused the request with 401; check its Authorization header"
        );
        error.ToString().ShouldNotContain("wrong-key");
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_told()
    {
        HttpOddServer odd = await HttpOddServer.StartAsync("http");
        await odd.DisposeAsync();

        McpServerException error = await Should.ThrowAsync<McpServerException>(() =>
            McpServer.ConnectAsync(odd.Options, Token)
        );

        error.Message.ShouldStartWith($"MCP server 127.0.0.1 (http://127.0.0.1:{odd.Port}/mcp) cannot be reached");
    }
}
