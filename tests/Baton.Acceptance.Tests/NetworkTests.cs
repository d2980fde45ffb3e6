namespace Baton.Acceptance.Tests;

/// <summary>What only a process of its own can show: proxies and trusted certificates come from its environment.</summary>
public sealed class NetworkTests
{
    private const string Answer = """{"output": "the agent"}""";

    [Theory]
    [InlineData("http_proxy", "http", "http://agent.test:8000/chat", "POST http://agent.test:8000/chat", "the proxy")]
    [InlineData("HTTPS_PROXY", "http", "https://agent.test/chat", "CONNECT agent.test:443", "the agent")]
    [InlineData("http_proxy", "websocket", "ws://agent.test/chat", "CONNECT agent.test:80", "the agent")]
    [InlineData("HTTPS_PROXY", "websocket", "wss://agent.test/chat", "CONNECT agent.test:443", "the agent")]
    [InlineData("ALL_PROXY", "websocket", "wss://agent.test:9/chat", "CONNECT agent.test:9", "the agent")]
    public async Task Proxies_are_taken_from_the_environment(
        string variable,
        string kind,
        string url,
        string asked,
        string answer
    )
    {
        using TempWorkspace files = new();
        using TestCertificate certificate = TestCertificate.For("agent.test");
        bool secure = new Uri(url).Scheme is "https" or "wss";
        await using WebSocketServer server = await WebSocketServer.StartAsync(
            AnswerAsync,
            certificate: secure ? certificate.Certificate : null,
            plain: Answer
        );
        await using RecordingProxy proxy = new(new Uri(server.Url).Port);
        using TestProject project = TestProject.Create($"runner: {{{kind}: {{url: \"{url}\"}}}}\n", inputs: 1);

        ToolResult result = await RunAsync(
            project,
            (variable, proxy.Url),
            ("SSL_CERT_FILE", certificate.WriteTo(files.PathOf("trusted.pem")))
        );

        result.ExitCode.ShouldBe(0, result.All);
        project.Traces().Single().Text("output").ShouldBe(answer);
        proxy.Requests.ShouldContain(asked);
    }

    [Theory]
    [InlineData("openai: {base_url: 'URL/v1', model: m}")]
    [InlineData("a2a: {url: 'URL'}")]
    [InlineData("queue: {sqs: {request_url: 'URL/1/q', region: eu-west-1}}")]
    public async Task Proxies_of_the_environment_lead_to_every_kind_that_speaks_HTTP(string runner)
    {
        using TempWorkspace files = new();
        using TestCertificate certificate = TestCertificate.For("agent.test");
        await using Speaker server = await Speaker.StartAsync(runner, certificate);
        await using RecordingProxy proxy = new(new Uri(server.Url).Port);
        using TestProject project = Project(runner, "https://agent.test");

        ToolResult result = await RunAsync(
            project,
            ("HTTPS_PROXY", proxy.Url),
            ("SSL_CERT_FILE", certificate.WriteTo(files.PathOf("trusted.pem")))
        );

        result.ExitCode.ShouldBe(0, result.All);
        project.Traces().Single().Text("output").ShouldBe("the agent");
        proxy.Requests.ShouldNotBeEmpty();
        proxy.Requests.ShouldAllBe(request => request == "CONNECT agent.test:443" || request == "nothing");
    }

    [Theory]
    [InlineData("openai: {base_url: 'URL/v1', model: m}")]
    [InlineData("a2a: {url: 'URL'}")]
    [InlineData("queue: {sqs: {request_url: 'URL/1/q', region: eu-west-1}}")]
    public async Task Every_kind_that_speaks_HTTP_reaches_hosts_of_NO_PROXY_directly(string runner)
    {
        await using Speaker server = await Speaker.StartAsync(runner);
        await using RecordingProxy proxy = new(new Uri(server.Url).Port);
        using TestProject project = Project(runner, server.Url);

        ToolResult result = await RunAsync(project, ("http_proxy", proxy.Url), ("NO_PROXY", "127.0.0.1"));

        result.ExitCode.ShouldBe(0, result.All);
        project.Traces().Single().Text("output").ShouldBe("the agent");
        proxy.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("openai: {base_url: 'URL/v1', model: m}", "openai")]
    [InlineData("a2a: {url: 'URL'}", "a2a")]
    [InlineData("queue: {sqs: {request_url: 'URL/1/q', region: eu-west-1}}", "queue.sqs")]
    public async Task A_trusted_certificate_for_another_host_is_refused_by_every_kind(string runner, string section)
    {
        using TempWorkspace files = new();
        using TestCertificate certificate = TestCertificate.For("agent.test");
        await using Speaker server = await Speaker.StartAsync(runner, certificate);
        using TestProject project = Project(runner, server.Url);

        ToolResult result = await RunAsync(
            project,
            ("SSL_CERT_FILE", certificate.WriteTo(files.PathOf("trusted.pem")))
        );

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("RemoteCertificateNameMismatch");
        result.Error.ShouldContain($"`{section}.verify_tls: false`");
        project.Experiments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http: {url: 'http://agent.test/chat'}")]
    [InlineData("websocket: {url: 'ws://agent.test/chat'}")]
    [InlineData("openai: {base_url: 'https://agent.test/v1', model: m}")]
    [InlineData("a2a: {url: 'https://agent.test'}")]
    [InlineData("queue: {sqs: {request_url: 'https://agent.test/1/q', region: eu-west-1}}")]
    public async Task A_proxy_that_is_not_there_is_told_from_an_agent_that_is_not_there(string runner)
    {
        using TestProject project = Project(runner, "");
        string refusing = RawServer.RefusingUrl();
        string proxy = refusing.Replace("http://", "http://user:pass-word@", StringComparison.Ordinal);

        ToolResult result = await RunAsync(project, ("http_proxy", proxy), ("https_proxy", proxy));

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain($"the proxy {refusing}/ of the environment does not lead to ");
        result.Error.ShouldContain("`no_proxy`");
        result.All.ShouldNotContain("pass-word");
    }

    [Theory]
    [InlineData("http")]
    [InlineData("websocket")]
    public async Task Hosts_of_NO_PROXY_are_reached_directly(string kind)
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(AnswerAsync, plain: Answer);
        await using RecordingProxy proxy = new(new Uri(server.Url).Port);
        string url = kind == "http" ? server.Url.Replace("ws:", "http:", StringComparison.Ordinal) : server.Url;
        using TestProject project = TestProject.Create($"runner: {{{kind}: {{url: \"{url}\"}}}}\n", inputs: 1);

        ToolResult result = await RunAsync(project, ("http_proxy", proxy.Url), ("NO_PROXY", "127.0.0.1"));

        result.ExitCode.ShouldBe(0, result.All);
        project.Traces().Single().Text("output").ShouldBe("the agent");
        proxy.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http")]
    [InlineData("websocket")]
    public async Task A_trusted_certificate_for_another_host_is_refused(string kind)
    {
        using TempWorkspace files = new();
        using TestCertificate certificate = TestCertificate.For("agent.test");
        await using WebSocketServer server = await WebSocketServer.StartAsync(
            AnswerAsync,
            certificate: certificate.Certificate,
            plain: Answer
        );
        string url = kind == "http" ? server.Url.Replace("wss:", "https:", StringComparison.Ordinal) : server.Url;
        using TestProject project = TestProject.Create($"runner: {{{kind}: {{url: \"{url}\"}}}}\n", inputs: 1);

        ToolResult result = await RunAsync(
            project,
            ("SSL_CERT_FILE", certificate.WriteTo(files.PathOf("trusted.pem")))
        );

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("RemoteCertificateNameMismatch");
        result.Error.ShouldContain($"`{kind}.verify_tls: false`");
    }

    private static TestProject Project(string runner, string url) =>
        TestProject
            .Create($"runner: {{{runner.Replace("URL", url, StringComparison.Ordinal)}}}\n", inputs: 1)
            .With(".env", "AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=very-secret\n");

    private static async Task AnswerAsync(ServerSocket socket)
    {
        await socket.ReceiveAsync();
        await socket.SendAsync(Answer);
        await socket.ReceiveAsync();
    }

    private static Task<ToolResult> RunAsync(TestProject project, params (string Name, string Value)[] environment) =>
        BatonTool.RunAsync(
            project.Root,
            environment.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal),
            "run",
            "experiment",
            "--yes"
        );

    /// <summary>An agent that speaks what a runner wants: OpenAI's chat completions, A2A with a card, or SQS.</summary>
    private sealed class Speaker(string url, IAsyncDisposable server) : IAsyncDisposable
    {
        // A card, an answer of JSON-RPC and one of chat completions at once.
        private const string Said = """
            {"url": "/rpc", "capabilities": {}, "jsonrpc": "2.0", "id": 1,
             "result": {"kind": "message", "parts": [{"kind": "text", "text": "the agent"}]},
             "choices": [{"message": {"content": "the agent"}, "finish_reason": "stop"}]}
            """;

        public string Url => url;

        public static async Task<Speaker> StartAsync(string runner, TestCertificate? certificate = null)
        {
            if (runner.StartsWith("queue", StringComparison.Ordinal))
            {
                SqsStandIn service = await SqsStandIn.StartAsync(
                    id => SqsStandIn.Final(id, "the agent"),
                    certificate: certificate?.Certificate
                );
                return new Speaker(service.Url, service);
            }

            LoopbackServer web = await LoopbackServer.AnsweringAsync(Said, certificate: certificate?.Certificate);
            return new Speaker(web.Url, web);
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
