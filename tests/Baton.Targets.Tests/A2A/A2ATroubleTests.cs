using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.A2A;
using Baton.Targets.Templates;
using Baton.TestSupport;
using Microsoft.AspNetCore.Http;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.A2A;

/// <summary>What servers do that no SDK would.</summary>
public sealed class A2ATroubleTests
{
    private const string Running = """{"kind": "task", "id": "t", "contextId": "c", "status": {"state": "STATE"}}""";

    [Fact]
    public async Task Nobody_at_the_address_is_told()
    {
        await using ITarget target = Target(new A2AOptions { Url = "http://127.0.0.1:1" });

        AgentError? error = await target.ProbeAsync(Cancellation);

        error!.Kind.ShouldBe(ErrorKind.Refused);
        error.Message.ShouldContain("check `a2a.url`");
        (await TurnAsync(target)).Error().Kind.ShouldBe(ErrorKind.Refused);
    }

    [Fact]
    public async Task A_server_without_a_card_is_told_once_all_places_were_tried()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("{}", status: 404);

        AgentError error = (await AskAsync($"{server.Url}/agents/guide")).Error();

        error.Message.ShouldBe(
            $"no agent card below {server.Url}/agents/guide: neither `.well-known/agent-card.json` nor "
                + "`.well-known/agent.json` is there; check `a2a.url`, or set `a2a.card`"
        );
        server
            .Requests.Select(request => request.Target)
            .ShouldBe([
                "/agents/guide/.well-known/agent-card.json",
                "/agents/guide/.well-known/agent.json",
                "/.well-known/agent-card.json",
                "/.well-known/agent.json",
            ]);
    }

    [Theory]
    [InlineData("[]", "is no agent card")]
    [InlineData("""{"name": "x"}""", "is no agent card")]
    [InlineData("oops", "no JSON")]
    [InlineData(
        """{"url": "http://x/grpc", "preferredTransport": "GRPC", "additionalInterfaces": [{"url": "http://x", "transport": "HTTP+JSON"}]}""",
        "offers GRPC, HTTP+JSON; Baton speaks A2A over JSONRPC"
    )]
    [InlineData("""{"supportedInterfaces": [{"url": "ftp://x", "protocolBinding": "JSONRPC"}]}""", "no address")]
    public async Task A_card_that_leads_nowhere_is_told(string card, string message)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(card);

        AgentError error = (await AskAsync(server.Url)).Error();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain(message);
        error.Message.ShouldContain("/.well-known/agent-card.json");
    }

    [Fact]
    public async Task A_card_that_trickles_in_forever_is_given_up_before_the_first_run()
    {
        ManualTimeProvider time = new();
        TaskCompletionSource trickling = new();
        TaskCompletionSource<int> end = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                foreach (byte piece in "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"na"u8.ToArray())
                {
                    await socket.SendAsync(new[] { piece }, token);
                }

                trickling.SetResult();
                end.SetResult(await socket.ReceiveAsync(new byte[1], token));
            }
        );
        await using ITarget target = TargetFactory.Create(
            new RunnerOptions { A2A = new A2AOptions { Url = server.Url } },
            Here with
            {
                TimeProvider = time,
            }
        );

        Task<AgentError?> probe = target.ProbeAsync(Cancellation).AsTask();
        await trickling.Task.WaitAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(30));
        AgentError error = (await probe).ShouldNotBeNull();

        error.Kind.ShouldBe(ErrorKind.Refused);
        error.Message.ShouldContain("no agent card within 30 s");
        error.Message.ShouldContain("`a2a.url`");
        (await end.Task.WaitAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_card_file_is_told()
    {
        await using ITarget target = Target(new A2AOptions { Card = "no/card.json" });

        AgentError? error = await target.ProbeAsync(Cancellation);

        error!.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain("card.json cannot be read");
    }

    [Fact]
    public async Task A_card_does_not_send_credentials_to_another_host()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(
            """{"url": "http://localhost:1/rpc", "capabilities": {}}"""
        );
        A2AOptions options = new()
        {
            Url = server.Url,
            Headers = new Dictionary<string, Template> { ["Authorization"] = Template.Parse("Bearer secret") },
        };

        AgentError error = (await AskAsync(options)).Error();
        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("another host; the headers are sent there only if `a2a.endpoint` names it");
        error.Message.ShouldNotContain("secret");

        AgentError tried = (await AskAsync(options with { Endpoint = "http://127.0.0.1:1/rpc" })).Error();
        tried.Kind.ShouldBe(ErrorKind.Refused);
    }

    [Fact]
    public async Task A_task_that_goes_on_after_the_answer_is_asked_for_until_it_ends()
    {
        int asked = 0;
        await using LoopbackServer server = await ServerAsync(method =>
            method switch
            {
                "message/send" => Running.Replace("STATE", "working", StringComparison.Ordinal),
                _ when ++asked < 3 => Running.Replace("STATE", "working", StringComparison.Ordinal),
                _ => """
                    {"kind": "task", "id": "t", "contextId": "c", "status": {"state": "completed"},
                     "artifacts": [{"artifactId": "a", "parts": [{"kind": "text", "text": "Done."}]}]}
                    """,
            }
        );
        A2AOptions options = new() { Url = server.Url, PollInterval = TimeSpan.FromMilliseconds(1) };

        (await AskAsync(options)).Output().ShouldBe("Done.");

        Methods(server).ShouldBe(["message/send", "tasks/get", "tasks/get", "tasks/get"]);
    }

    [Fact]
    public async Task A_time_out_gives_the_task_up()
    {
        await using LoopbackServer server = await ServerAsync(_ =>
            Running.Replace("STATE", "working", StringComparison.Ordinal)
        );
        A2AOptions options = new()
        {
            Url = server.Url,
            PollInterval = TimeSpan.FromMinutes(5),
            Timeout = TimeSpan.FromMilliseconds(200),
        };

        AgentError error = (await AskAsync(options)).Error();

        error.Kind.ShouldBe(ErrorKind.Timeout);
        error.Message.ShouldContain("a2a.timeout");
        Methods(server).ShouldBe(["message/send", "tasks/cancel"]);
    }

    [Fact]
    public async Task An_error_of_the_protocol_is_the_agents()
    {
        await using LoopbackServer server = await ServerAsync(
            _ => null,
            """{"jsonrpc": "2.0", "id": 1, "error": {"code": -32004, "message": "not supported"}}"""
        );

        AgentError error = (await AskAsync(server.Url)).Error();

        (error.Kind, error.Message).ShouldBe((ErrorKind.Agent, "not supported"));
        error.Details!["code"]!.GetValue<int>().ShouldBe(-32004);
    }

    [Theory]
    [InlineData("oops", "no JSON")]
    [InlineData("""{"hello": 1}""", "check that the agent speaks A2A over JSON-RPC")]
    public async Task An_answer_that_is_none_is_shown(string answer, string message)
    {
        await using LoopbackServer server = await ServerAsync(_ => null, answer);

        AgentError error = (await AskAsync(server.Url)).Error();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_trace_is_handed_on()
    {
        await using LoopbackServer server = await ServerAsync(_ =>
            """{"kind": "message", "parts": [{"kind": "text", "text": "Hi."}]}"""
        );
        await using ITarget target = Target(new A2AOptions { Url = server.Url });
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await using IConversation conversation = target.StartConversation(
            new ConversationContext { RunId = "run", TraceParent = trace }
        );

        (await TurnAsync(conversation)).Output().ShouldBe("Hi.");

        server.Requests[^1].Headers["traceparent"].ShouldBe(trace);
    }

    /// <summary>A server of protocol 0.3 whose results the test chooses.</summary>
    private static Task<LoopbackServer> ServerAsync(Func<string, string?> result, string? answer = null) =>
        LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            if (context.Request.Method == "GET")
            {
                await context.Response.WriteAsync("""{"name": "x", "url": "/rpc", "capabilities": {}}""");
                return;
            }

            JsonNode request = (await JsonSerializer.DeserializeAsync<JsonNode>(context.Request.Body))!;
            string method = request["method"]!.GetValue<string>();
            await context.Response.WriteAsync(
                answer ?? $"{{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": {result(method)}}}"
            );
        });

    private static IEnumerable<string> Methods(LoopbackServer server) =>
        server
            .Requests.Where(request => request.Method == "POST")
            .Select(request => JsonNode.Parse(request.Body)!["method"]!.GetValue<string>());

    private static ITarget Target(A2AOptions options) =>
        TargetFactory.Create(new RunnerOptions { A2A = options }, Here);

    private static Task<IReadOnlyList<AgentEvent>> AskAsync(string url) => AskAsync(new A2AOptions { Url = url });

    private static async Task<IReadOnlyList<AgentEvent>> AskAsync(A2AOptions options)
    {
        await using ITarget target = Target(options);
        return await TurnAsync(target);
    }
}
