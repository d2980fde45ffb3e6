using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Queues;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Queues.Redis.Resp;
using Baton.TestSupport;
using static Baton.Targets.Tests.Queues.QueueFixture;

namespace Baton.Targets.Tests.Queues;

[Trait("Needs", "redis")]
public sealed class RedisTroubleTests
{
    [Theory]
    [InlineData(RedisQueueMode.List)]
    [InlineData(RedisQueueMode.Stream)]
    public async Task No_reply_is_lost_or_doubled_when_the_server_is_killed_and_started_again_under_load(
        RedisQueueMode mode
    )
    {
        const int turns = 600;
        const int atOnce = 16;
        await using RedisServer server = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        RunnerOptions options = mode == RedisQueueMode.List ? Lists(server.Url) : Streams(server.Url);
        await using RunningWorker worker = await RunningWorker.StartAsync(FunctionTarget.Echo, options.Queue!, 8);
        int done = 0;
        int next = 0;
        IReadOnlyList<AgentEvent>[] answers = new IReadOnlyList<AgentEvent>[turns];
        await using (ITarget target = Target(options))
        {
            Task[] asking =
            [
                .. Enumerable
                    .Range(0, atOnce)
                    .Select(async _ =>
                    {
                        while (Interlocked.Increment(ref next) - 1 is var turn && turn < turns)
                        {
                            answers[turn] = await target.AskAsync($"q{turn}");
                            Interlocked.Increment(ref done);
                        }
                    }),
            ];
            foreach (int part in new[] { 1, 2, 3 })
            {
                while (Volatile.Read(ref done) < turns * part / 4)
                {
                    Cancellation.ThrowIfCancellationRequested();
                    await Task.Yield();
                }

                await server.KillAsync();
                await server.StartAsync();
            }

            await Task.WhenAll(asking);
        }

        answers.Select(events => events.Output()).ShouldBe(Enumerable.Range(0, turns).Select(turn => $"to q{turn}"));
        answers.Select(events => events.Text()).ShouldBe(Enumerable.Range(0, turns).Select(turn => $"to q{turn}"));
        (await worker.StopAsync()).Failed.ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_there_is_told_at_once_with_what_to_do()
    {
        string url = RawServer.RefusingUrl().Replace("http", "redis", StringComparison.Ordinal);
        await using ITarget target = Target(Lists(url));

        AgentError probed = (await target.ProbeAsync(Cancellation)).ShouldNotBeNull();
        AgentError told = (await target.AskAsync()).Error();

        probed.Kind.ShouldBe(ErrorKind.Refused);
        probed.Message.ShouldContain("redis-server");
        probed.IsTransient.ShouldBeTrue();
        told.Kind.ShouldBe(ErrorKind.Refused);
    }

    [Fact]
    public async Task A_name_without_address_is_told()
    {
        await using ITarget target = Target(Lists("redis://no-such-host.invalid"));

        (await target.ProbeAsync(Cancellation)).ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Dns);
    }

    [Theory]
    [InlineData("redis://127.0.0.1:PORT")]
    [InlineData("redis://:wrong@127.0.0.1:PORT")]
    [InlineData("redis://nobody:secret@127.0.0.1:PORT")]
    public async Task A_wrong_password_is_told_and_never_shown(string url)
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", "secret");
        await using ITarget target = Target(Lists(url.Replace("PORT", $"{server.Port}", StringComparison.Ordinal)));

        AgentError error = (await target.ProbeAsync(Cancellation)).ShouldNotBeNull();

        error.Kind.ShouldBe(ErrorKind.Unauthorized);
        error.Message.ShouldContain("queue.redis.url");
        error.Message.ShouldNotContain("wrong@");
        error.Message.ShouldNotContain("secret");
        (await target.AskAsync()).Error().Kind.ShouldBe(ErrorKind.Unauthorized);
    }

    [Fact]
    public async Task User_password_and_database_are_used()
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", "p@ss/word");
        await using RespConnection redis = await ConnectAsync(
            $"redis://default:p%40ss%2Fword@127.0.0.1:{server.Port}/3"
        );
        await using ITarget target = Target(Lists($"redis://:p%40ss%2Fword@127.0.0.1:{server.Port}/3"));

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync();
        await redis.ReplyAsync(await redis.TakeAsync(), """{"type":"final","id":"ID","output":"ok"}""");

        (await asking).Output().ShouldBe("ok");
    }

    [Theory]
    [InlineData(RedisQueueMode.List, "+lpush +lrem +lrange +ltrim +blmove +del +type")]
    [InlineData(RedisQueueMode.Stream, "+xadd +xdel +xread +xrevrange +del +type")]
    public async Task The_rights_the_page_names_are_enough_to_ask(RedisQueueMode mode, string rights)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RespConnection admin = await ConnectAsync(server.Url);
        RespArgument[] user =
        [
            "ACL",
            "SETUSER",
            "asker",
            "on",
            ">secret",
            $"~{Requests}",
            $"~{Requests}:reply:*",
            "+@connection",
            .. rights.Split(' ').Select(right => (RespArgument)right),
        ];
        (await admin.SendAsync(user)).Text.ShouldBe("OK");
        RunnerOptions options = mode == RedisQueueMode.List ? Lists(server.Url) : Streams(server.Url);
        await using RunningWorker worker = await RunningWorker.StartAsync(FunctionTarget.Echo, options.Queue!);
        string url = $"redis://asker:secret@127.0.0.1:{server.Port}";
        await using (ITarget target = Target(mode == RedisQueueMode.List ? Lists(url) : Streams(url)))
        {
            (await target.ProbeAsync(Cancellation)).ShouldBeNull();
            (await target.AskAsync("q")).Output().ShouldBe("to q");
        }

        (await admin.KeysAsync()).ShouldNotContain(key => key.Contains(":reply:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_socket_in_the_file_system_will_do()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RespConnection redis = await ConnectAsync($"unix://{server.SocketPath}?db=2");
        await using ITarget target = Target(Lists($"unix://{server.SocketPath}?db=2"));

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync();
        await redis.ReplyAsync(await redis.TakeAsync(), """{"type":"final","id":"ID","output":"ok"}""");

        (await asking).Output().ShouldBe("ok");
    }

    [Theory]
    [InlineData(RedisQueueMode.List)]
    [InlineData(RedisQueueMode.Stream)]
    public async Task A_server_that_knows_RESP2_only_will_do(RedisQueueMode mode)
    {
        await using RedisServer server = await RedisServer.StartAsync("--rename-command", "HELLO", "");
        RunnerOptions options = mode == RedisQueueMode.List ? Lists(server.Url) : Streams(server.Url);
        await using RunningWorker worker = await RunningWorker.StartAsync(FunctionTarget.Echo, options.Queue!);
        await using ITarget target = Target(options);

        (await target.AskAsync("q")).Output().ShouldBe("to q");
    }

    [Fact]
    public async Task IPv6_addresses_work()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RespConnection plain = await ConnectAsync($"unix://{server.SocketPath}");
        (await plain.SendAsync("CONFIG", "SET", "bind", "::1")).Text.ShouldBe("OK");
        await using ITarget target = Target(Lists($"redis://[::1]:{server.Port}"));

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync();
        await plain.ReplyAsync(await plain.TakeAsync(), """{"type":"final","id":"ID","output":"ok"}""");

        (await asking).Output().ShouldBe("ok");
    }

    [Fact]
    public async Task TLS_is_spoken_and_a_certificate_nobody_signed_is_refused()
    {
        using TempWorkspace files = new();
        WriteCertificate(files);
        await using RedisServer server = await RedisServer.StartAsync(
            "--port",
            "0",
            "--tls-port",
            "0",
            "--tls-cert-file",
            files.PathOf("cert.pem"),
            "--tls-key-file",
            files.PathOf("key.pem"),
            "--tls-auth-clients",
            "no",
            "--tls-ca-cert-file",
            files.PathOf("cert.pem")
        );
        int port = TlsPort();
        await using RespConnection plain = await ConnectAsync($"unix://{server.SocketPath}");
        RespValue listening = await plain.SendAsync("CONFIG", "SET", "tls-port", port);
        listening.Text.ShouldBe("OK");
        string url = $"rediss://127.0.0.1:{port}";
        await using ITarget strict = Target(Lists(url));
        await using ITarget lenient = Target(Lists(url, redis => redis with { VerifyTls = false }));

        AgentError refused = (await strict.ProbeAsync(Cancellation)).ShouldNotBeNull();
        Task<IReadOnlyList<AgentEvent>> asking = lenient.AskAsync();
        await plain.ReplyAsync(await plain.TakeAsync(), """{"type":"final","id":"ID","output":"ok"}""");

        refused.Kind.ShouldBe(ErrorKind.Tls);
        refused.Message.ShouldContain("verify_tls");
        (await asking).Output().ShouldBe("ok");
    }

    [Theory]
    [InlineData("request")]
    [InlineData("reply")]
    public async Task A_key_of_the_wrong_type_is_named(string which)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RespConnection redis = await ConnectAsync(server.Url);
        await redis.SendAsync("SET", which == "request" ? Requests : "fixed", "text");
        await using ITarget target = Target(Lists(server.Url, options => options with { Reply = "fixed" }));

        AgentError probed = (await target.ProbeAsync(Cancellation)).ShouldNotBeNull();
        AgentError told = (await target.AskAsync()).Error();

        probed.Message.ShouldContain($"queue.redis.{which}");
        probed.Message.ShouldContain("is a string, not a list");
        told.Kind.ShouldBe(ErrorKind.Protocol);
        told.Message.ShouldContain("another type");
    }

    [Fact]
    public async Task Somebody_else_at_the_port_is_told()
    {
        await using LoopbackServer web = await LoopbackServer.AnsweringAsync("{}");
        await using ITarget target = Target(Lists(web.Url.Replace("http", "redis", StringComparison.Ordinal)));

        AgentError error = (await target.ProbeAsync(Cancellation)).ShouldNotBeNull();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("does not speak the Redis protocol");
    }

    [Fact]
    public async Task A_server_that_falls_silent_counts_as_gone()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawServer server = new(
            async (socket, cancellationToken) =>
            {
                byte[] buffer = new byte[4096];
                while (await socket.ReceiveAsync(buffer, cancellationToken) is > 0 and int read)
                {
                    string command = Encoding.UTF8.GetString(buffer, 0, read);
                    if (command.Contains("LPUSH", StringComparison.Ordinal))
                    {
                        asked.SetResult();
                    }
                    else
                    {
                        await socket.SendAsync("+OK\r\n"u8.ToArray(), cancellationToken);
                    }
                }
            }
        );
        ManualTimeProvider time = new();
        RedisAddress address = RedisAddress.Parse(server.Url.Replace("http", "redis", StringComparison.Ordinal));
        await using RedisLink link = new(new RedisHandshake(address, verifyTls: true), TimeSpan.Zero, time);

        Task<RespValue> pushing = link.RunAsync(connection => connection.SendAsync("LPUSH", "a", "b"), Cancellation)
            .AsTask();
        await asked.Task;
        while (time.Waiting == 0)
        {
            await Task.Yield();
        }

        time.Advance(TimeSpan.FromSeconds(15));
        QueueException gone = await Should.ThrowAsync<QueueException>(() => pushing);

        gone.Error.Kind.ShouldBe(ErrorKind.ConnectionLost);
        gone.Message.ShouldContain("said nothing for 15 s");
    }

    [Fact]
    public async Task A_server_that_goes_away_for_good_fails_the_runs_that_wait()
    {
        RedisServer server = await RedisServer.StartAsync();
        RunnerOptions options = Lists(server.Url);
        options = options with { Queue = options.Queue! with { ReconnectTimeout = TimeSpan.FromMilliseconds(200) } };
        await using ITarget target = Target(options);
        await using RespConnection redis = await ConnectAsync(server.Url);

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync();
        await redis.TakeAsync();
        await server.DisposeAsync();
        AgentError error = (await asking).Error();

        error.Kind.ShouldBeOneOf(ErrorKind.Refused, ErrorKind.ConnectionLost);
        error.IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"type":"final","id":"ID","output":""", "is not JSON")]
    [InlineData("""{"id":"ID","output":"x"}""", "has no `type`")]
    [InlineData("""{"type":"tool_call","request_id":"ID"}""", "without `name`")]
    [InlineData("""{"type":"approval_request","request_id":"ID","name":"x"}""", "auto_approve_tools")]
    [InlineData("""{"type":"final","output":"x"}""", "without the request's `id`")]
    [InlineData("no json at all", "is not JSON")]
    [InlineData("", "is not JSON")]
    public async Task A_reply_that_breaks_the_contract_fails_its_run_and_shows_itself(string reply, string problem)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RespConnection redis = await ConnectAsync(server.Url);
        await using ITarget target = Target(Lists(server.Url));

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync();
        await redis.ReplyAsync(await redis.TakeAsync(), reply);
        AgentError error = (await asking).Error();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain(problem);
        Task<IReadOnlyList<AgentEvent>> next = target.AskAsync();
        await redis.ReplyAsync(await redis.TakeAsync(), """{"type":"final","id":"ID","output":"ok"}""");
        (await next).Output().ShouldBe("ok");
    }

    [Fact]
    public async Task A_reply_that_answers_nobody_is_logged_where_several_wait()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RespConnection redis = await ConnectAsync(server.Url);
        await using ITarget target = Target(Lists(server.Url));

        Task<IReadOnlyList<AgentEvent>>[] asking = [target.AskAsync("a"), target.AskAsync("b")];
        JsonObject first = await redis.TakeAsync();
        JsonObject second = await redis.TakeAsync();
        await redis.ReplyAsync(first, "garbage");
        await redis.ReplyAsync(first, """{"type":"final","id":"ID","output":"ok"}""");
        await redis.ReplyAsync(second, """{"type":"final","id":"ID","output":"ok"}""");

        foreach (IReadOnlyList<AgentEvent> events in await Task.WhenAll(asking))
        {
            events.OfType<LogEvent>().Single().Message.ShouldContain("garbage");
            events.Output().ShouldBe("ok");
        }
    }

    [Fact]
    public async Task Messages_that_are_too_long_fail_their_run_and_no_other()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RespConnection redis = await ConnectAsync(server.Url);
        await using ITarget target = Target(Lists(server.Url));
        string huge = new('x', 17 * 1024 * 1024);

        AgentError request = (await target.AskAsync(huge)).Error();
        Task<IReadOnlyList<AgentEvent>>[] asking = [target.AskAsync("a"), target.AskAsync("b")];
        JsonObject first = await redis.TakeAsync();
        JsonObject second = await redis.TakeAsync();
        await redis.ReplyAsync(first, $$"""{"type":"final","id":"ID","output":"{{huge}}"}""");
        await redis.ReplyAsync(second, """{"type":"final","id":"ID","output":"ok"}""");
        IReadOnlyList<AgentEvent>[] answers = await Task.WhenAll(asking);

        request.Kind.ShouldBe(ErrorKind.Protocol);
        request.Message.ShouldContain("16 MiB");
        answers.Count(events => events[^1] is FinalEvent).ShouldBe(1);
        answers
            .Select(events => events[^1])
            .OfType<ErrorEvent>()
            .Single()
            .Error.Message.ShouldContain("is over 16 MiB");
        (await redis.SendAsync("LLEN", Requests)).Number.ShouldBe(0);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_become_replacement_characters()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RespConnection redis = await ConnectAsync(server.Url);
        await using ITarget target = Target(Lists(server.Url));

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync();
        JsonObject request = await redis.TakeAsync();
        byte[] reply =
        [
            .. Encoding.UTF8.GetBytes($$"""{"type":"final","id":"{{request["id"]}}","output":"caf"""),
            0xE9,
            .. "\"}"u8,
        ];
        await redis.SendAsync("LPUSH", request["reply_to"]!.GetValue<string>(), (ReadOnlyMemory<byte>)reply);

        (await asking).Output().ShouldBe("caf\uFFFD");
    }

    private static int TlsPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void WriteCertificate(TempWorkspace files)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        files.Write("cert.pem", certificate.ExportCertificatePem());
        files.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
    }
}
