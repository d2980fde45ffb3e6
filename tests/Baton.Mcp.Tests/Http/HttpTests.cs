using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Baton.Mcp.Http;
using ModelContextProtocol.Client;

namespace Baton.Mcp.Tests.Http;

public sealed class HttpTests : IAsyncLifetime
{
    private readonly TempWorkspace _workspace = TestProjects.Python(TestProjects.Waiting);
    private readonly HttpClient _http = new();
    private BatonMcpServer _server = null!;

    public ValueTask InitializeAsync()
    {
        _server = new BatonMcpServer(ServedClient.PlaceAt(_workspace.Root));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Clients_of_the_official_SDK_are_served_with_and_without_a_session()
    {
        await using McpHttpServer http = await StartAsync();
        await using McpClient sessionless = await ConnectAsync(http);
        await using McpClient handshake = await ConnectAsync(http, "2025-06-18");

        foreach (McpClient client in (McpClient[])[sessionless, handshake])
        {
            (await client.ListToolsAsync()).Select(tool => tool.Name).ShouldContain("faq");
            string answer = ServedClient.Text(
                await client.CallToolAsync("faq", new Dictionary<string, object?> { ["query"] = "personas" })
            );
            answer.ShouldContain("\"found\":true");
        }
    }

    [Fact]
    public async Task It_listens_on_loopback_only_unless_told_otherwise()
    {
        await using McpHttpServer http = await StartAsync();

        IPAddress.IsLoopback(IPAddress.Parse(http.Address.Host)).ShouldBeTrue();
        new HttpPlace().Address.ShouldBe(IPAddress.Loopback);
        await Should.ThrowAsync<ArgumentException>(() =>
            McpHttpServer.StartAsync(_server, new HttpPlace { Address = IPAddress.Any }, TimeProvider.System)
        );
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("file://", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:6274", HttpStatusCode.OK)]
    [InlineData("http://127.0.0.1", HttpStatusCode.OK)]
    [InlineData("https://inspector.example", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Pages_of_foreign_origins_are_refused(string? origin, HttpStatusCode expected)
    {
        await using McpHttpServer http = await StartAsync(
            new HttpPlace { AllowedOrigins = ["https://inspector.example"] }
        );

        using HttpResponseMessage response = await SendAsync(http, Initialize, ("Origin", origin));

        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_name_that_was_bound_to_this_machine_is_refused()
    {
        await using McpHttpServer http = await StartAsync();

        using HttpResponseMessage response = await SendAsync(http, Initialize, ("Host", "rebound.example"));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task With_a_token_only_who_brings_it_is_served()
    {
        await using McpHttpServer http = await StartAsync(
            new HttpPlace { Token = "long-random-word", Address = IPAddress.Any }
        );
        UriBuilder local = new(http.Address) { Host = "127.0.0.1" };

        using HttpResponseMessage without = await SendAsync(local.Uri, Initialize);
        using HttpResponseMessage wrong = await SendAsync(
            local.Uri,
            Initialize,
            ("Authorization", "Bearer long-random-wor")
        );
        using HttpResponseMessage right = await SendAsync(
            local.Uri,
            Initialize,
            ("Authorization", "Bearer long-random-word")
        );

        without.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{oops", HttpStatusCode.BadRequest, -32600)]
    [InlineData("[]", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", HttpStatusCode.BadRequest, -32000)]
    [InlineData(
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":5}}""",
        HttpStatusCode.BadRequest,
        -32600
    )]
    public async Task What_is_no_message_or_has_no_session_is_told(string body, HttpStatusCode status, int code)
    {
        await using McpHttpServer http = await StartAsync();

        using HttpResponseMessage response = await SendAsync(http, body);

        response.StatusCode.ShouldBe(status);
        JsonNode told = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        told["error"]!["code"]!.GetValue<int>().ShouldBe(code);
    }

    [Fact]
    public async Task Sessions_end_when_they_are_deleted_and_unknown_ones_are_not_found()
    {
        await using McpHttpServer http = await StartAsync();
        using HttpResponseMessage begun = await SendAsync(http, Initialize);
        string session = begun.Headers.GetValues("Mcp-Session-Id").Single();
        const string list = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";

        using HttpResponseMessage known = await SendAsync(http, list, ("Mcp-Session-Id", session));
        string answer = await known.Content.ReadAsStringAsync();
        using HttpRequestMessage delete = new(HttpMethod.Delete, http.Address);
        delete.Headers.Add("Mcp-Session-Id", session);
        using HttpResponseMessage deleted = await _http.SendAsync(delete);
        using HttpResponseMessage unknown = await SendAsync(http, list, ("Mcp-Session-Id", session));

        known.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.ShouldContain("\"faq\"");
        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Other_methods_paths_types_and_versions_are_refused()
    {
        await using McpHttpServer http = await StartAsync();

        (await StatusAsync(new HttpRequestMessage(HttpMethod.Put, http.Address))).ShouldBe(
            HttpStatusCode.MethodNotAllowed
        );
        (await StatusAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(http.Address, "/other")))).ShouldBe(
            HttpStatusCode.NotFound
        );
        (await StatusAsync(new HttpRequestMessage(HttpMethod.Get, http.Address))).ShouldBe(HttpStatusCode.BadRequest);
        using HttpRequestMessage plain = new(HttpMethod.Post, http.Address) { Content = new StringContent(Initialize) };
        plain.Headers.Accept.ParseAdd("application/json, text/event-stream");
        (await StatusAsync(plain)).ShouldBe(HttpStatusCode.UnsupportedMediaType);
        using HttpRequestMessage narrow = new(HttpMethod.Post, http.Address) { Content = Json(Initialize) };
        narrow.Headers.Accept.ParseAdd("application/json");
        (await StatusAsync(narrow)).ShouldBe(HttpStatusCode.NotAcceptable);
        using HttpResponseMessage old = await SendAsync(http, Initialize, ("MCP-Protocol-Version", "1999-01-01"));
        old.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_hundred_clients_at_once_are_served()
    {
        await using McpHttpServer http = await StartAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(async number =>
                {
                    await using McpClient client = await ConnectAsync(http, number % 2 == 0 ? "2025-06-18" : null);
                    string answer = ServedClient.Text(
                        await client.CallToolAsync(
                            "experiment_status",
                            new Dictionary<string, object?> { ["experiment"] = $"e{number}" }
                        )
                    );
                    answer.ShouldContain($"`e{number}`");
                })
        );
    }

    [Fact]
    public async Task There_are_no_more_sessions_than_are_allowed_and_forgotten_ones_make_room()
    {
        ManualTimeProvider time = new();
        await using McpHttpServer http = await McpHttpServer.StartAsync(
            _server,
            new HttpPlace { MaxSessions = 2 },
            time
        );

        using HttpResponseMessage one = await SendAsync(http, Initialize);
        using HttpResponseMessage two = await SendAsync(http, Initialize);
        using HttpResponseMessage three = await SendAsync(http, Initialize);
        time.Advance(TimeSpan.FromHours(1));
        using HttpResponseMessage four = await SendAsync(http, Initialize);

        one.StatusCode.ShouldBe(HttpStatusCode.OK);
        two.StatusCode.ShouldBe(HttpStatusCode.OK);
        three.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        four.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Needs", "Python")]
    public async Task A_client_that_hangs_up_in_the_middle_leaves_the_server_up_and_the_experiment_resumable()
    {
        await using McpHttpServer http = await StartAsync();
        using HttpResponseMessage begun = await SendAsync(http, Initialize);
        string session = begun.Headers.GetValues("Mcp-Session-Id").Single();
        HttpResponseMessage call = await SendAsync(
            http,
            """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"run_experiment","arguments":{}}}""",
            ("Mcp-Session-Id", session)
        );
        while (!File.Exists(_workspace.PathOf("started")))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }

        call.Dispose();
        _workspace.Write("go2", "");
        _workspace.Write("go3", "");

        await using McpClient other = await ConnectAsync(http);
        (await other.ListToolsAsync()).Count.ShouldBeGreaterThan(5);
        await http.EndAsync(CancellationToken.None);
        Directory.GetDirectories(_workspace.PathOf("experiments")).ShouldHaveSingleItem();
    }

    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""";

    private Task<McpHttpServer> StartAsync(HttpPlace? place = null) =>
        McpHttpServer.StartAsync(_server, place ?? new HttpPlace(), TimeProvider.System);

    private static async Task<McpClient> ConnectAsync(McpHttpServer http, string? version = null) =>
        await McpClient.CreateAsync(
            new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = http.Address,
                    TransportMode = HttpTransportMode.StreamableHttp,
                }
            ),
            new McpClientOptions { ProtocolVersion = version }
        );

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<HttpStatusCode> StatusAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await _http.SendAsync(request);
        request.Dispose();
        return response.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(
        McpHttpServer http,
        string body,
        params (string Name, string? Value)[] headers
    ) => SendAsync(http.Address, body, headers);

    private async Task<HttpResponseMessage> SendAsync(
        Uri address,
        string body,
        params (string Name, string? Value)[] headers
    )
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = Json(body) };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        foreach ((string name, string? value) in headers)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
