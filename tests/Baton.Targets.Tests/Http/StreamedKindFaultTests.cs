using System.Net.Sockets;
using System.Text;
using Baton.Agents;
using Baton.Targets.A2A;
using Baton.Targets.OpenAI;
using Baton.TestSupport;
using Microsoft.AspNetCore.Http;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Http;

/// <summary>Faults of the wire, for the kinds of targets that speak HTTP in a protocol of their own.</summary>
public sealed class StreamedKindFaultTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    public static TheoryData<string> Kinds => ["openai", "a2a"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nobody_listens(string kind)
    {
        IReadOnlyList<AgentEvent> events = await TakeAsync(kind, RawServer.RefusingUrl());

        events.Error().Kind.ShouldBe(ErrorKind.Refused);
        events.Error().IsTransient.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_reset_in_the_middle_keeps_the_text(string kind)
    {
        TaskCompletionSource textArrived = new();
        await using RawServer server = new(
            async (socket, cancellationToken) =>
            {
                await RawServer.ReadRequestAsync(socket, cancellationToken);
                await socket.SendAsync(Encoding.UTF8.GetBytes(Head + Item(kind, "One mo")), cancellationToken);
                await textArrived.Task.WaitAsync(cancellationToken);
                RawServer.Reset(socket);
            }
        );

        List<AgentEvent> events = [];
        await using Targeted targeted = new(kind, server.Url);
        await using IConversation conversation = targeted.Target.StartConversation(new() { RunId = "run" });
        await foreach (AgentEvent said in conversation.TakeTurnAsync(new Turn { Input = "hi" }, Cancellation))
        {
            events.Add(said);
            textArrived.TrySetResult();
        }

        events.Text().ShouldBe("One mo");
        events.Error().Kind.ShouldBe(ErrorKind.ConnectionLost);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_close_before_the_end_is_no_answer(string kind)
    {
        await using RawServer server = RawServer.Sending(Head, Item(kind, "One mo"));

        IReadOnlyList<AgentEvent> events = await TakeAsync(kind, server.Url);

        events.Text().ShouldBe("One mo");
        events.Error().Kind.ShouldBe(ErrorKind.ConnectionLost);
        events.Error().Message.ShouldContain("ended its stream without ");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_close_before_the_first_item_is_no_answer(string kind)
    {
        await using RawServer server = RawServer.Sending(Head);

        (await TakeAsync(kind, server.Url)).Error().Kind.ShouldBe(ErrorKind.NoOutput);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_item_that_is_no_JSON_is_told(string kind)
    {
        await using RawServer server = RawServer.Sending(Head, Item(kind, "One mo"), "data: {\"oops\n\n");

        IReadOnlyList<AgentEvent> events = await TakeAsync(kind, server.Url);

        events.Text().ShouldBe("One mo");
        events.Error().Kind.ShouldBe(ErrorKind.Protocol);
        events.Error().Message.ShouldStartWith("item 2 of the stream is no JSON");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_no_UTF8_is_replaced(string kind)
    {
        // RawServer sends Latin-1: a lone 0xFC.
        await using RawServer server = RawServer.Sending(Head, Item(kind, "\u00FC"), End(kind));

        (await TakeAsync(kind, server.Url)).Output().ShouldBe("\uFFFD");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task IPv6_addresses_work(string kind)
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(
            async context =>
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync(Item(kind, "here") + End(kind));
            },
            "[::1]"
        );

        (await TakeAsync(kind, server.Url)).Output().ShouldBe("here");
        server.Url.ShouldContain("[::1]");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_item_without_end_is_cut_off(string kind)
    {
        string piece = new('x', 1024 * 1024);
        await using RawServer server = RawServer.Sending([Head, "data: ", .. Enumerable.Repeat(piece, 18)]);

        AgentError error = (await TakeAsync(kind, server.Url)).Error();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("more than 16 MiB");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_server_that_stops_in_the_middle_meets_the_time_out(string kind)
    {
        await using RawServer server = new(
            async (socket, cancellationToken) =>
            {
                await RawServer.ReadRequestAsync(socket, cancellationToken);
                await socket.SendAsync(Encoding.UTF8.GetBytes(Head + Item(kind, "One mo")), cancellationToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
        );

        IReadOnlyList<AgentEvent> events = await TakeAsync(kind, server.Url, TimeSpan.FromMilliseconds(400));

        events.Text().ShouldBe("One mo");
        events.Error().Kind.ShouldBe(ErrorKind.Timeout);
        events.Error().Message.ShouldContain($"{kind}.timeout");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_server_without_TLS_is_told_from_one_that_is_gone(string kind)
    {
        await using RawServer server = new(
            async (socket, cancellationToken) =>
            {
                await socket.ReceiveAsync(new byte[4096], cancellationToken);
                await socket.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), cancellationToken);
            }
        );
        string url = server.Url.Replace("http:", "https:", StringComparison.Ordinal);

        AgentError error = (await TakeAsync(kind, url)).Error();

        error.Kind.ShouldBe(ErrorKind.Tls);
        error.Message.ShouldContain($"`{kind}.verify_tls: false`");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_server_that_closes_its_half_is_a_lost_connection(string kind)
    {
        TaskCompletionSource<int> end = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.UTF8.GetBytes(Head + Item(kind, "One mo") + "data: {\"cut"), token);
                socket.Shutdown(SocketShutdown.Send);
                end.SetResult(await socket.ReceiveAsync(new byte[1], token));
            }
        );

        IReadOnlyList<AgentEvent> events = await TakeAsync(kind, server.Url);

        events.Text().ShouldBe("One mo");
        events.Error().Kind.ShouldBe(ErrorKind.ConnectionLost);
        (await end.Task.WaitAsync(Cancellation)).ShouldBe(0);
    }

    [Theory]
    [InlineData("openai", "HTTP/1.1 200 OK\r\nX-Slow: ")]
    [InlineData("a2a", "HTTP/1.1 200 OK\r\nX-Slow: ")]
    [InlineData("openai", Head + "data: {\"choices\": [{\"de")]
    [InlineData("a2a", Head + "data: {\"result\": {\"ki")]
    public async Task An_answer_that_trickles_in_forever_is_timed_out_and_disconnected(string kind, string pieces)
    {
        ManualTimeProvider time = new();
        TaskCompletionSource trickling = new();
        TaskCompletionSource<int> end = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                foreach (byte piece in Encoding.ASCII.GetBytes(pieces))
                {
                    await socket.SendAsync(new[] { piece }, token);
                }

                trickling.TrySetResult();
                end.TrySetResult(await socket.ReceiveAsync(new byte[1], token));
            }
        );
        await using Targeted targeted = new(kind, server.Url, TimeSpan.FromSeconds(30), time);

        Task<IReadOnlyList<AgentEvent>> turn = TurnAsync(targeted.Target);
        await trickling.Task.WaitAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(30));

        (await turn).Error().Kind.ShouldBe(ErrorKind.Timeout);
        (await end.Task.WaitAsync(Cancellation)).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_self_made_certificate_is_trusted_only_when_asked_for(string kind)
    {
        using TestCertificate certificate = TestCertificate.For("localhost");
        await using LoopbackServer server = await LoopbackServer.StartAsync(
            async context =>
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync(Item(kind, "here") + End(kind));
            },
            certificate: certificate.Certificate
        );

        AgentError error = (await TakeAsync(kind, server.Url)).Error();
        error.Kind.ShouldBe(ErrorKind.Tls);
        error.Message.ShouldContain($"`{kind}.verify_tls: false`");

        await using Targeted trusting = new(kind, server.Url, verifyTls: false);
        (await TurnAsync(trusting.Target)).Output().ShouldBe("here");
    }

    private static string Item(string kind, string text) =>
        (
            kind == "openai"
                ? """data: {"choices": [{"delta": {"content": "TEXT"}}]}"""
                : """data: {"result": {"kind": "artifact-update", "artifact": {"artifactId": "a", "parts": [{"text": "TEXT"}]}}}"""
        ).Replace("TEXT", text, StringComparison.Ordinal) + "\n\n";

    private static string End(string kind) =>
        kind == "openai"
            ? "data: [DONE]\n\n"
            : """data: {"result": {"kind": "status-update", "status": {"state": "completed"}}}""" + "\n\n";

    private static async Task<IReadOnlyList<AgentEvent>> TakeAsync(string kind, string url, TimeSpan? timeout = null)
    {
        await using Targeted targeted = new(kind, url, timeout);
        return await TurnAsync(targeted.Target);
    }

    /// <summary>A target of a kind, with the card it may need.</summary>
    private sealed class Targeted : IAsyncDisposable
    {
        private readonly TempWorkspace _workspace = new();

        public Targeted(
            string kind,
            string url,
            TimeSpan? timeout = null,
            TimeProvider? time = null,
            bool verifyTls = true
        )
        {
            _workspace.Write("card.json", $$$"""{"url": "{{{url}}}/rpc", "capabilities": {"streaming": true}}""");
            RunnerOptions options =
                kind == "openai"
                    ? new()
                    {
                        OpenAI = new OpenAIOptions
                        {
                            BaseUrl = url,
                            Model = "m",
                            Timeout = timeout,
                            VerifyTls = verifyTls,
                        },
                    }
                    : new()
                    {
                        A2A = new A2AOptions
                        {
                            Card = "card.json",
                            Timeout = timeout,
                            VerifyTls = verifyTls,
                        },
                    };
            Target = TargetFactory.Create(
                options,
                new TargetEnvironment { ProjectDirectory = _workspace.Root, TimeProvider = time ?? TimeProvider.System }
            );
        }

        public ITarget Target { get; }

        public async ValueTask DisposeAsync()
        {
            await Target.DisposeAsync();
            _workspace.Dispose();
        }
    }
}
