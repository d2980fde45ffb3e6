using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Queues;
using Baton.Targets.Queues.Sqs;
using Baton.Targets.Queues.Working;
using Baton.TestSupport;
using Microsoft.AspNetCore.Http;
using static Baton.Targets.Tests.Queues.QueueFixture;

namespace Baton.Targets.Tests.Queues;

[Trait("Needs", "aimock")]
public sealed class SqsTests : IAsyncLifetime
{
    private SqsServer _server = null!;
    private SqsQueues _queues = null!;

    private static TargetEnvironment There { get; } =
        Here with
        {
            Variables = new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
                ["AWS_SECRET_ACCESS_KEY"] = "very-secret",
                ["AWS_SESSION_TOKEN"] = "very-token",
                ["AWS_REGION"] = "us-east-1",
            },
        };

    public async ValueTask InitializeAsync()
    {
        _server = await SqsServer.StartAsync();
        _queues = new SqsQueues(
            new SqsQueueOptions { RequestUrl = $"{_server.Url}/000000000000/requests" },
            TimeSpan.Zero,
            There
        );
    }

    public async ValueTask DisposeAsync()
    {
        _queues.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Baton_at_both_ends_carries_many_turns_and_leaves_no_queue()
    {
        QueueOptions queue = await OptionsAsync();
        await using (RunningWorker worker = await RunningWorker.StartAsync(FunctionTarget.Echo, queue, 32, There))
        {
            await using ITarget target = Sqs(queue);
            (await target.ProbeAsync(Cancellation)).ShouldBeNull();

            IReadOnlyList<AgentEvent>[] answers = await Task.WhenAll(
                Enumerable.Range(0, 64).Select(n => target.AskAsync($"q{n}"))
            );

            answers.Select(events => events.Output()).ShouldBe(Enumerable.Range(0, 64).Select(n => $"to q{n}"));
            (await worker.StopAsync()).ShouldBe(new QueueWorkerTally(64, 0, 0, 0, 0));
        }

        JsonElement left = await _queues.CallAsync("ListQueues", [], Cancellation);
        left.GetProperty("QueueUrls").EnumerateArray().Select(url => url.GetString()).ShouldBe([queue.Sqs!.RequestUrl]);
    }

    [Fact]
    public async Task The_trace_goes_along_as_an_attribute()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        QueueOptions queue = await OptionsAsync();
        await using ITarget target = Sqs(queue);
        await using IConversation conversation = target.StartConversation(
            new ConversationContext { RunId = "run-1", TraceParent = trace }
        );

        Task<IReadOnlyList<AgentEvent>> asking = conversation.AskAsync(new Turn { Input = "hi" });
        SqsMessage message = await ReceiveAsync(queue.Sqs!.RequestUrl);
        await ReplyAsync(message, """{"type":"final","id":"ID","output":"ok"}""");

        message.TraceParent.ShouldBe(trace);
        (await asking).Output().ShouldBe("ok");
    }

    [Fact]
    public async Task A_request_that_is_handed_out_again_is_answered_once()
    {
        QueueOptions queue = await OptionsAsync();
        await using ITarget target = Sqs(queue);

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync("q");
        SqsMessage taken = await ReceiveAsync(queue.Sqs!.RequestUrl);
        await ReplyAsync(taken, """{"type":"delta","id":"ID","seq":1,"delta":"to "}""");
        // That worker dies; the service hands its message out again.
        await _queues.HideAsync(queue.Sqs.RequestUrl, [taken.Receipt], TimeSpan.Zero, Cancellation);
        await using RunningWorker worker = await RunningWorker.StartAsync(
            new FunctionTarget(
                (_, _, _) => FunctionTarget.Of(new TextEvent("to "), new TextEvent("q"), new FinalEvent("to q"))
            ),
            queue,
            environment: There
        );
        IReadOnlyList<AgentEvent> events = await asking;

        events.Output().ShouldBe("to q");
        "to q".ShouldStartWith(events.Text());
        (await worker.StopAsync()).Answered.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_whose_workers_always_die_goes_to_the_dead_letter_queue()
    {
        string dead = await CreateAsync("dead");
        QueueOptions queue = await OptionsAsync();
        queue = queue with { Delivery = queue.Delivery with { MaxDeliveries = 1, DeadLetter = dead } };
        await using ITarget target = Sqs(queue);

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync("poison");
        SqsMessage taken = await ReceiveAsync(queue.Sqs!.RequestUrl);
        await _queues.HideAsync(queue.Sqs.RequestUrl, [taken.Receipt], TimeSpan.Zero, Cancellation);
        await using RunningWorker worker = await RunningWorker.StartAsync(
            FunctionTarget.Echo,
            queue,
            environment: There
        );

        (await asking).Error().Details!["code"]!.GetValue<string>().ShouldBe("poison");
        (await worker.StopAsync()).Buried.ShouldBe(1);
        (await ReceiveAsync(dead)).Body.ShouldBe(taken.Body);
    }

    [Fact]
    public async Task An_answer_the_queue_does_not_take_fails_its_run()
    {
        QueueOptions queue = await OptionsAsync();
        await using FunctionTarget agent = new(
            (_, _, _) => FunctionTarget.Of(new FinalEvent(new string('x', 2 * 1024 * 1024)))
        );
        await using RunningWorker worker = await RunningWorker.StartAsync(agent, queue, environment: There);
        await using ITarget target = Sqs(queue);

        (await target.AskAsync("q")).Error().Message.ShouldContain("the queue did not take the answer");
        AgentError request = (await target.AskAsync(new string('x', 2 * 1024 * 1024))).Error();
        request.Kind.ShouldBe(ErrorKind.Protocol);
    }

    [Fact]
    public async Task A_shared_reply_queue_serves_two_experiments()
    {
        QueueOptions queue = await OptionsAsync();
        queue = queue with { Sqs = queue.Sqs! with { ReplyUrl = await CreateAsync("replies") } };
        await using RunningWorker worker = await RunningWorker.StartAsync(
            FunctionTarget.Echo,
            queue,
            environment: There
        );
        await using ITarget one = Sqs(queue);
        await using ITarget two = Sqs(queue);

        IReadOnlyList<AgentEvent>[] answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(n => (n % 2 == 0 ? one : two).AskAsync($"q{n}"))
        );

        answers.Select(events => events.Output()).ShouldBe(Enumerable.Range(0, 8).Select(n => $"to q{n}"));
    }

    [Fact]
    public async Task Queues_in_order_carry_turns_too()
    {
        QueueOptions queue = await OptionsAsync();
        string requests = await CreateAsync("requests.fifo");
        queue = queue with
        {
            Sqs = queue.Sqs! with { RequestUrl = requests, ReplyUrl = await CreateAsync("replies.fifo") },
        };
        await using RunningWorker worker = await RunningWorker.StartAsync(
            FunctionTarget.Echo,
            queue,
            environment: There
        );
        await using ITarget target = Sqs(queue);

        (await target.AskAsync("one")).Output().ShouldBe("to one");
        (await target.AskAsync("two")).Output().ShouldBe("to two");
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_named()
    {
        await using ITarget target = Sqs(
            new QueueOptions { Sqs = new SqsQueueOptions { RequestUrl = $"{_server.Url}/000000000000/nowhere" } }
        );

        AgentError error = (await target.ProbeAsync(Cancellation)).ShouldNotBeNull();

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain("nowhere does not exist");
    }

    [Theory]
    [InlineData("", ErrorKind.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Mess", ErrorKind.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n{\"Mess", ErrorKind.Protocol)]
    public async Task A_service_that_breaks_off_or_talks_nonsense_is_told(string answer, string kind)
    {
        await using RawServer server = RawServer.Sending(answer);
        await using ITarget target = Sqs(
            new QueueOptions
            {
                Sqs = new SqsQueueOptions { RequestUrl = $"{server.Url}/1/q" },
                ReconnectTimeout = TimeSpan.FromMilliseconds(50),
            }
        );

        (await target.ProbeAsync(Cancellation)).ShouldNotBeNull().Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task Nobody_there_is_told_at_once()
    {
        await using ITarget target = Sqs(
            new QueueOptions { Sqs = new SqsQueueOptions { RequestUrl = $"{RawServer.RefusingUrl()}/1/q" } }
        );

        (await target.ProbeAsync(Cancellation)).ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Refused);
        (await target.AskAsync()).Error().Kind.ShouldBe(ErrorKind.Refused);
    }

    [Fact]
    public async Task Missing_credentials_and_region_are_named()
    {
        QueueOptions queue = new() { Sqs = new SqsQueueOptions { RequestUrl = $"{_server.Url}/1/q" } };
        await using ITarget nobody = TargetFactory.Create(
            new RunnerOptions { Queue = queue with { Sqs = queue.Sqs with { Region = "us-east-1" } } },
            Here
        );
        await using ITarget nowhere = TargetFactory.Create(
            new RunnerOptions { Queue = queue },
            Here with
            {
                Variables = There.Variables.Where(pair => pair.Key != "AWS_REGION").ToDictionary(),
            }
        );

        AgentError credentials = (await nobody.ProbeAsync(Cancellation)).ShouldNotBeNull();
        AgentError region = (await nowhere.ProbeAsync(Cancellation)).ShouldNotBeNull();

        credentials.Kind.ShouldBe(ErrorKind.Unauthorized);
        credentials.Message.ShouldContain("AWS_ACCESS_KEY_ID");
        region.Message.ShouldContain("queue.sqs.region");
    }

    [Theory]
    [InlineData(
        403,
        """{"__type":"com.amazon.coral.service#InvalidClientTokenId","message":"bad"}""",
        ErrorKind.Unauthorized
    )]
    [InlineData(400, """{"__type":"com.amazonaws.sqs#RequestThrottled","message":"slow"}""", ErrorKind.RateLimited)]
    [InlineData(503, "busy", ErrorKind.HttpStatus)]
    [InlineData(200, "<html>", ErrorKind.Protocol)]
    public async Task Refusals_of_the_service_are_told_by_kind(int status, string body, string kind)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(body, status);
        await using ITarget target = Sqs(
            new QueueOptions { Sqs = new SqsQueueOptions { RequestUrl = $"{server.Url}/1/q" } }
        );

        AgentError error = (await target.ProbeAsync(Cancellation)).ShouldNotBeNull();

        error.Kind.ShouldBe(kind);
        error.Message.ShouldNotContain("very-secret");
    }

    [Fact]
    public async Task Calls_are_signed_and_repeated_when_the_service_is_away_for_a_moment()
    {
        int calls = 0;
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref calls) == 2 ? 503 : 200;
            return context.Response.WriteAsync("{}", context.RequestAborted);
        });
        using SqsQueues queues = new(
            new SqsQueueOptions { RequestUrl = "https://sqs.eu-west-1.amazonaws.com/1/q", Endpoint = server.Url },
            TimeSpan.FromSeconds(30),
            There with
            {
                TimeProvider = new ImpatientTimeProvider(TimeSpan.FromSeconds(5)),
            }
        );

        await queues.CallAsync("ListQueues", [], Cancellation);
        await queues.CallAsync("ListQueues", new JsonObject { ["MaxResults"] = 1 }, Cancellation);

        calls.ShouldBe(3);
        ReceivedRequest request = server.Requests[0];
        request.Headers["X-Amz-Target"].ShouldBe("AmazonSQS.ListQueues");
        request.Headers["Content-Type"].ShouldBe("application/x-amz-json-1.0");
        request.Headers["X-Amz-Security-Token"].ShouldBe("very-token");
        request
            .Headers["Authorization"]
            .ShouldContain(
                "/eu-west-1/sqs/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature="
            );
    }

    private static ITarget Sqs(QueueOptions queue) =>
        TargetFactory.Create(new RunnerOptions { Queue = queue }, There with { MaxConcurrency = 64 });

    private async Task<QueueOptions> OptionsAsync() =>
        new()
        {
            Sqs = new SqsQueueOptions { RequestUrl = await CreateAsync("requests"), Endpoint = _server.Url },
            Timeout = TimeSpan.FromSeconds(60),
            Delivery = new QueueDeliveryOptions { Visibility = TimeSpan.FromSeconds(20) },
        };

    private async Task<string> CreateAsync(string name)
    {
        JsonObject input = new() { ["QueueName"] = name };
        if (SqsQueueUrl.IsFifo(name))
        {
            input["Attributes"] = new JsonObject { ["FifoQueue"] = "true" };
        }

        JsonElement made = await _queues.CallAsync("CreateQueue", input, Cancellation);
        return made.GetProperty("QueueUrl").GetString()!;
    }

    private async Task<SqsMessage> ReceiveAsync(string queue)
    {
        while (true)
        {
            IReadOnlyList<SqsMessage> messages = await _queues.ReceiveAsync(
                queue,
                1,
                2,
                TimeSpan.FromSeconds(30),
                Cancellation
            );
            if (messages is [SqsMessage message])
            {
                return message;
            }
        }
    }

    private async Task ReplyAsync(SqsMessage message, string reply)
    {
        JsonNode request = JsonNode.Parse(message.Body)!;
        string body = reply.Replace("ID", request["id"]!.GetValue<string>(), StringComparison.Ordinal);
        await _queues.SendAsync(
            request["reply_to"]!.GetValue<string>(),
            System.Text.Encoding.UTF8.GetBytes(body),
            null,
            "g",
            "i",
            Cancellation
        );
    }
}
