using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Queues.Redis.Resp;
using Baton.TestSupport;
using Microsoft.Extensions.AI;
using static Baton.Targets.Tests.Queues.QueueFixture;

namespace Baton.Targets.Tests.Queues;

[Trait("Needs", "redis")]
public sealed class RedisTargetTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RespConnection _redis = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _redis = await ConnectAsync(_server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_request_tells_what_a_worker_needs_and_its_reply_ends_the_turn()
    {
        await using ITarget target = Target(Lists(_server.Url));
        await using IConversation conversation = target.StartConversation(
            new ConversationContext
            {
                RunId = "run-7",
                Persona = new PersonaContext("novice"),
                TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            }
        );

        Task<IReadOnlyList<AgentEvent>> asking = conversation.AskAsync(
            new Turn
            {
                Input = "hi",
                Number = 2,
                History = [new ChatMessage(ChatRole.User, "before")],
            }
        );
        JsonObject request = await _redis.TakeAsync();
        await _redis.ReplyAsync(request, """{"type":"delta","id":"ID","delta":"he"}""");
        await _redis.ReplyAsync(
            request,
            """{"type":"tool_call","request_id":"ID","id":"c1","name":"find","arguments":{"a":1}}"""
        );
        await _redis.ReplyAsync(request, """{"type":"tool_result","request_id":"ID","id":"c1","result":[1]}""");
        await _redis.ReplyAsync(request, """{"type":"delta","id":"ID","delta":"llo"}""");
        await _redis.ReplyAsync(request, """{"type":"final","id":"ID","usage":{"input_tokens":1,"output_tokens":2}}""");
        IReadOnlyList<AgentEvent> events = await asking;

        request["type"]!.GetValue<string>().ShouldBe("input");
        request["input"]!.GetValue<string>().ShouldBe("hi");
        request["traceparent"]!.GetValue<string>().ShouldStartWith("00-0af7");
        request["expires_at"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        JsonNode context = request["context"]!;
        context["run_id"]!.GetValue<string>().ShouldBe("run-7");
        context["persona"]!.GetValue<string>().ShouldBe("novice");
        context["turn"]!.GetValue<int>().ShouldBe(2);
        context["messages"]![0]!["content"]!.GetValue<string>().ShouldBe("before");
        events.Output().ShouldBe("hello");
        events.Select(item => item.Type).ShouldBe(["text", "tool_call", "tool_result", "text", "usage", "final"]);
        events.OfType<ToolCallEvent>().Single().CallId.ShouldBe("c1");
    }

    [Fact]
    public async Task Replies_in_any_order_find_their_turns()
    {
        await using ITarget target = Target(Lists(_server.Url));

        Task<IReadOnlyList<AgentEvent>>[] asking = [.. Enumerable.Range(0, 10).Select(n => target.AskAsync($"q{n}"))];
        List<JsonObject> requests = [];
        foreach (Task<IReadOnlyList<AgentEvent>> _ in asking)
        {
            requests.Add(await _redis.TakeAsync());
        }

        foreach (JsonObject request in Enumerable.Reverse(requests))
        {
            await _redis.ReplyAsync(request, $$"""{"type":"final","id":"ID","output":"to {{request["input"]}}"}""");
        }

        IReadOnlyList<AgentEvent>[] answers = await Task.WhenAll(asking);
        answers.Select(events => events.Output()).ShouldBe(Enumerable.Range(0, 10).Select(n => $"to q{n}"));
    }

    [Fact]
    public async Task Doubled_and_late_replies_are_dropped()
    {
        await using ITarget target = Target(Lists(_server.Url));

        Task<IReadOnlyList<AgentEvent>> first = target.AskAsync("one");
        JsonObject one = await _redis.TakeAsync();
        await _redis.ReplyAsync(one, """{"type":"delta","id":"ID","seq":1,"delta":"a"}""");
        await _redis.ReplyAsync(one, """{"type":"delta","id":"ID","seq":1,"delta":"a"}""");
        await _redis.ReplyAsync(one, """{"type":"delta","id":"ID","seq":2,"delta":"b"}""");
        await _redis.ReplyAsync(one, """{"type":"final","id":"ID","seq":3,"output":"ab"}""");
        await _redis.ReplyAsync(one, """{"type":"final","id":"ID","seq":3,"output":"ab"}""");
        IReadOnlyList<AgentEvent> events = await first;
        Task<IReadOnlyList<AgentEvent>> second = target.AskAsync("two");
        JsonObject two = await _redis.TakeAsync();
        await _redis.ReplyAsync(one, """{"type":"error","id":"ID","error":"late"}""");
        await _redis.ReplyAsync(two, """{"type":"final","id":"ID","output":"second"}""");

        events.Text().ShouldBe("ab");
        events.Output().ShouldBe("ab");
        (await second).Output().ShouldBe("second");
    }

    [Theory]
    [InlineData(32)]
    [InlineData(256)]
    public async Task Many_turns_are_in_flight_over_the_same_two_connections(int count)
    {
        await using ITarget target = Target(Lists(_server.Url), count);
        await using RespConnection worker = await ConnectAsync(_server.Url);

        Task<IReadOnlyList<AgentEvent>>[] asking =
        [
            .. Enumerable.Range(0, count).Select(n => target.AskAsync($"q{n}")),
        ];
        await UntilAsync(async () => (await _redis.SendAsync("LLEN", Requests)).Number == count);
        long connections = (await _redis.SendAsync("CLIENT", "LIST"))
            .Text.Split('\n')
            .LongCount(line => line.Length > 0);
        Task working = worker.AnswerAsync(request =>
            [$$"""{"type":"final","id":"ID","output":"to {{request["input"]}}"}"""]
        );
        IReadOnlyList<AgentEvent>[] answers = await Task.WhenAll(asking);
        await worker.DisposeAsync();
        await working;

        // The target's two, the worker's and the test's own.
        connections.ShouldBe(4);
        answers.Select(events => events.Output()).ShouldBe(Enumerable.Range(0, count).Select(n => $"to q{n}"));
    }

    [Fact]
    public async Task A_turn_that_is_cancelled_takes_its_request_out_of_the_queue()
    {
        await using ITarget target = Target(Lists(_server.Url));
        using CancellationTokenSource cancel = new();

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync("never", cancel.Token);
        await UntilAsync(async () => (await _redis.SendAsync("LLEN", Requests)).Number == 1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);

        (await _redis.SendAsync("LLEN", Requests)).Number.ShouldBe(0);
    }

    [Fact]
    public async Task A_turn_that_takes_too_long_fails_and_takes_its_request_out_of_the_queue()
    {
        await using ITarget target = Target(Lists(_server.Url, timeout: TimeSpan.FromMilliseconds(50)));

        AgentError error = (await target.AskAsync()).Error();

        error.Kind.ShouldBe(ErrorKind.Timeout);
        error.Message.ShouldContain("queue.timeout");
        (await _redis.SendAsync("LLEN", Requests)).Number.ShouldBe(0);
    }

    [Theory]
    [InlineData(RedisQueueMode.List)]
    [InlineData(RedisQueueMode.Stream)]
    public async Task Nothing_is_left_of_a_thousand_turns(RedisQueueMode mode)
    {
        await using RespConnection worker = await ConnectAsync(_server.Url);
        Task working =
            mode == RedisQueueMode.List
                ? worker.AnswerAsync(_ =>
                    ["""{"type":"delta","id":"ID","delta":"o"}""", """{"type":"final","id":"ID","output":"ok"}"""]
                )
                : StreamWorker.AnswerAsync(worker, """{"type":"final","id":"ID","output":"ok"}""");
        await using (ITarget target = Target(mode == RedisQueueMode.List ? Lists(_server.Url) : Streams(_server.Url)))
        {
            for (int round = 0; round < 1000 / 8; round++)
            {
                IReadOnlyList<AgentEvent>[] answers = await Task.WhenAll(
                    Enumerable.Range(0, 8).Select(_ => target.AskAsync())
                );
                answers.ShouldAllBe(events => events.Output() == "ok");
            }
        }

        await worker.DisposeAsync();
        await working;
        (await _redis.KeysAsync()).Where(key => key != Requests).ShouldBeEmpty();
        // The server sees every connection closed but the test's own; other tests of this process open files meanwhile.
        await UntilAsync(async () => await ConnectionsAsync() == 1);
    }

    [Fact]
    public async Task Streams_carry_requests_and_replies()
    {
        await using ITarget target = Target(Streams(_server.Url));
        await using RespConnection worker = await ConnectAsync(_server.Url);
        Task working = StreamWorker.AnswerAsync(
            worker,
            """{"type":"delta","id":"ID","delta":"he"}""",
            """{"type":"final","id":"ID","output":"hello"}"""
        );

        IReadOnlyList<AgentEvent>[] answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(n => target.AskAsync($"q{n}"))
        );

        answers.ShouldAllBe(events => events.Output() == "hello" && events.Text() == "he");
        await worker.DisposeAsync();
        await working;
    }

    [Fact]
    public async Task Two_experiments_share_one_reply_stream_and_steal_nothing()
    {
        const string replies = "agent:replies";
        await using ITarget one = Target(Streams(_server.Url, replies));
        await using ITarget two = Target(Streams(_server.Url, replies));
        await using RespConnection worker = await ConnectAsync(_server.Url);
        Task working = StreamWorker.AnswerAsync(worker, """{"type":"final","id":"ID","output":"INPUT"}""");

        IReadOnlyList<AgentEvent>[] answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(n => (n % 2 == 0 ? one : two).AskAsync($"q{n}"))
        );

        answers.Select(events => events.Output()).ShouldBe(Enumerable.Range(0, 40).Select(n => $"q{n}"));
        await one.DisposeAsync();
        await two.DisposeAsync();
        (await _redis.SendAsync("XLEN", replies)).Number.ShouldBe(0);
        await worker.DisposeAsync();
        await working;
    }

    [Fact]
    public async Task A_fixed_reply_list_is_used_and_left_in_place()
    {
        await _redis.SendAsync(
            "LPUSH",
            "fixed",
            """{"type":"final","id":"req-1","output":"of an experiment long gone"}"""
        );
        await using ITarget target = Target(Lists(_server.Url, redis => redis with { Reply = "fixed" }));

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync();
        JsonObject request = await _redis.TakeAsync();
        await _redis.ReplyAsync(request, """{"type":"final","id":"ID","output":"ok"}""");

        request["reply_to"]!.GetValue<string>().ShouldBe("fixed");
        (await asking).Output().ShouldBe("ok");
    }

    private async Task<long> ConnectionsAsync() =>
        (await _redis.SendAsync("CLIENT", "LIST")).Text.Split('\n').LongCount(line => line.Length > 0);

    private static async Task UntilAsync(Func<Task<bool>> happened)
    {
        while (!await happened())
        {
            Cancellation.ThrowIfCancellationRequested();
        }
    }
}
