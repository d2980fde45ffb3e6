using System.Net.Sockets;
using System.Text;
using Baton.Agents;
using Baton.Targets.Queues;
using Baton.Targets.Queues.Sqs;
using Baton.TestSupport;
using static Baton.Targets.Tests.Queues.QueueFixture;

namespace Baton.Targets.Tests.Queues;

/// <summary>Faults of the wire between Baton and an SQS service.</summary>
public sealed class SqsFaultTests
{
    private static TargetEnvironment There { get; } =
        Here with
        {
            Variables = new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
                ["AWS_SECRET_ACCESS_KEY"] = "very-secret",
                ["AWS_REGION"] = "us-east-1",
            },
        };

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "check `queue.sqs.request_url`")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        "answered GetQueueAttributes with what is no JSON object"
    )]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<x>", "answered GetQueueAttributes with what is no JSON;")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", "is compressed wrongly")]
    public async Task What_does_not_speak_SQS_is_a_protocol_error(string answer, string said)
    {
        await using RawServer server = RawServer.Sending(answer);

        AgentError error = await ProbeAsync(server.Url);

        error.Kind.ShouldBe(ErrorKind.Protocol, error.Message);
        error.Message.ShouldContain(said);
        error.IsTransient.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Mess")]
    public async Task A_reset_in_the_middle_is_a_lost_connection(string answer)
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.ASCII.GetBytes(answer), token);
                RawServer.Reset(socket);
            }
        );

        AgentError error = await ProbeAsync(server.Url);

        (error.Kind, error.IsTransient).ShouldBe((ErrorKind.ConnectionLost, true), error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Mess")]
    public async Task A_service_that_closes_its_half_is_a_lost_connection(string answer)
    {
        TaskCompletionSource<int> end = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.ASCII.GetBytes(answer), token);
                socket.Shutdown(SocketShutdown.Send);
                end.SetResult(await socket.ReceiveAsync(new byte[1], token));
            }
        );

        AgentError error = await ProbeAsync(server.Url);

        (error.Kind, error.IsTransient).ShouldBe((ErrorKind.ConnectionLost, true), error.Message);
        (await end.Task.WaitAsync(Cancellation)).ShouldBe(0);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"Messages\": [")]
    public async Task An_answer_that_trickles_in_forever_is_given_up_and_disconnected(string pieces)
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

                trickling.SetResult();
                end.SetResult(await socket.ReceiveAsync(new byte[1], token));
            }
        );
        await using ITarget target = Sqs(server.Url, There with { TimeProvider = time });

        Task<AgentError?> probe = target.ProbeAsync(Cancellation).AsTask();
        await trickling.Task.WaitAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(60));
        AgentError error = (await probe).ShouldNotBeNull();

        error.Kind.ShouldBe(ErrorKind.ConnectionLost);
        error.Message.ShouldContain("did not answer GetQueueAttributes within 60 s");
        (await end.Task.WaitAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_of_more_than_64_MiB_is_a_protocol_error_and_its_rest_unread()
    {
        TaskCompletionSource closed = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), token);
                byte[] block = new byte[1024 * 1024];
                try
                {
                    while (true)
                    {
                        await socket.SendAsync(block, token);
                    }
                }
                catch (SocketException)
                {
                    closed.SetResult();
                }
            }
        );

        AgentError error = await ProbeAsync(server.Url);

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("more than 64 MiB");
        await closed.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_become_replacement_characters()
    {
        await using SqsStandIn latin = await SqsStandIn.StartAsync(id =>
            Encoding.Latin1.GetBytes(SqsStandIn.FinalText(id, "caf\u00E9"))
        );
        await using SqsStandIn half = await SqsStandIn.StartAsync(id => SqsStandIn.Final(id, @"half \\ud83d"));

        (await AskAsync(latin.Url)).Output().ShouldBe("caf\uFFFD");
        (await AskAsync(half.Url)).Output().ShouldBe("half \uFFFD");
    }

    [Theory]
    [InlineData("""{"Messages":[{"MessageId":"m","Body":"{}"}]}""", "`ReceiptHandle`")]
    [InlineData("""{"Messages":[{"MessageId":"m","ReceiptHandle":"r"}]}""", "`Body`")]
    [InlineData("""{"Messages":["m"]}""", "`MessageId`")]
    public async Task A_message_that_lacks_what_it_must_have_fails_the_runs_that_wait(string answer, string member)
    {
        await using SqsStandIn service = await SqsStandIn.StartAsync(_ => Encoding.UTF8.GetBytes(answer));

        AgentError error = (await AskAsync(service.Url)).Error();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain(member);
    }

    [Fact]
    public async Task A_service_that_goes_away_for_good_fails_the_runs_that_wait()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SqsStandIn service = await SqsStandIn.StartAsync(_ =>
        {
            asked.TrySetResult();
            return "{}"u8.ToArray();
        });
        await using ITarget target = Sqs(service.Url, There);

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync();
        await asked.Task.WaitAsync(Cancellation);
        await service.DisposeAsync();
        AgentError error = (await asking).Error();

        error.Kind.ShouldBeOneOf(ErrorKind.Refused, ErrorKind.ConnectionLost);
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_self_made_certificate_is_trusted_only_when_asked_for()
    {
        using TestCertificate certificate = TestCertificate.For("localhost");
        await using SqsStandIn service = await SqsStandIn.StartAsync(
            id => SqsStandIn.Final(id, "here"),
            certificate: certificate.Certificate
        );

        AgentError error = await ProbeAsync(service.Url);
        error.Kind.ShouldBe(ErrorKind.Tls);
        error.Message.ShouldContain("`queue.sqs.verify_tls: false`");

        (await AskAsync(service.Url, verifyTls: false)).Output().ShouldBe("here");
    }

    [Fact]
    public async Task Tls_with_a_service_that_speaks_none_is_a_tls_error()
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await socket.ReceiveAsync(new byte[4096], token);
                await socket.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), token);
            }
        );

        AgentError error = await ProbeAsync(server.Url.Replace("http:", "https:", StringComparison.Ordinal));

        error.Kind.ShouldBe(ErrorKind.Tls);
        error.Message.ShouldContain("`queue.sqs.request_url`");
    }

    [Fact]
    public async Task IPv6_addresses_work()
    {
        await using SqsStandIn service = await SqsStandIn.StartAsync(id => SqsStandIn.Final(id, "six"), "[::1]");

        service.Url.ShouldContain("[::1]");
        (await AskAsync(service.Url)).Output().ShouldBe("six");
        service.Calls[^1].Headers["Host"].ShouldStartWith("[::1]:");
    }

    private static ITarget Sqs(string url, TargetEnvironment environment, bool verifyTls = true) =>
        TargetFactory.Create(
            new RunnerOptions
            {
                Queue = new QueueOptions
                {
                    Sqs = new SqsQueueOptions { RequestUrl = $"{url}/1/q", VerifyTls = verifyTls },
                    ReconnectTimeout = TimeSpan.FromMilliseconds(200),
                },
            },
            environment
        );

    private static async Task<AgentError> ProbeAsync(string url)
    {
        await using ITarget target = Sqs(url, There);
        return (await target.ProbeAsync(Cancellation)).ShouldNotBeNull();
    }

    private static async Task<IReadOnlyList<AgentEvent>> AskAsync(string url, bool verifyTls = true)
    {
        await using ITarget target = Sqs(url, There, verifyTls);
        (await target.ProbeAsync(Cancellation)).ShouldBeNull();
        return await target.AskAsync();
    }
}
