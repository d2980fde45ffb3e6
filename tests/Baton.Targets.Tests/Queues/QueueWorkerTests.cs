using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Queues;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Queues.Redis.Resp;
using Baton.Targets.Queues.Working;
using Baton.TestSupport;
using Microsoft.Extensions.AI;
using static Baton.Targets.Tests.Queues.QueueFixture;

namespace Baton.Targets.Tests.Queues;

[Trait("Needs", "redis")]
public sealed class QueueWorkerTests : IAsyncLifetime
{
    private const string Groups = "workers";
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

    [Theory]
    [InlineData(RedisQueueMode.List)]
    [InlineData(RedisQueueMode.Stream)]
    public async Task Baton_at_both_ends_carries_every_kind_of_event(RedisQueueMode mode)
    {
        ConversationContext? seen = null;
        Turn? taken = null;
        AgentEvent[] told =
        [
            new ReasoningEvent("hm"),
            new TextEvent("he"),
            new ToolCallEvent("c1", "find", Json("""{"a":1}""")),
            new ToolResultEvent("c1", Json("[1]")),
            new SpanStartedEvent("s1", "step", "chain") { Input = Json("2") },
            new ObservationEvent("fact", "event", Json("3")) { ParentSpanId = "s1" },
            new SpanEndedEvent("s1") { Output = Json("4") },
            new UsageEvent(
                new Usage
                {
                    InputTokens = 5,
                    OutputTokens = 6,
                    TotalTokens = 11,
                    Cost = 0.5m,
                },
                "model-x"
            ),
            new LogEvent("a line", "stdout"),
            new TextEvent("llo"),
            new FinalEvent("hello") { Metadata = Json("""{"m":1}""") },
        ];
        await using FunctionTarget agent = new(
            (turn, context, _) =>
            {
                (taken, seen) = (turn, context);
                return FunctionTarget.Of(told);
            }
        );
        QueueOptions queue = Options(mode);
        await using RunningWorker worker = await RunningWorker.StartAsync(agent, queue);
        await using ITarget target = Target(new RunnerOptions { Queue = queue });
        await using IConversation conversation = target.StartConversation(
            new ConversationContext
            {
                RunId = "run-9",
                Persona = new PersonaContext("novice", "A beginner."),
                Iteration = 3,
                AutoApproveTools = true,
                TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                Metadata = new JsonObject { ["k"] = "v" },
            }
        );

        IReadOnlyList<AgentEvent> events = await conversation.AskAsync(
            new Turn
            {
                Input = "hi",
                Number = 2,
                History = [new ChatMessage(ChatRole.Assistant, "before")],
            }
        );

        events.Select(item => item.Type).ShouldBe(told.Select(item => item.Type));
        events.Output().ShouldBe("hello");
        events.OfType<UsageEvent>().Single().Usage.Cost.ShouldBe(0.5m);
        taken.ShouldNotBeNull().Input.ShouldBe("hi");
        taken.Number.ShouldBe(2);
        taken.History.Single().Text.ShouldBe("before");
        seen.ShouldNotBeNull().RunId.ShouldBe("run-9");
        seen.Persona.ShouldBe(new PersonaContext("novice", "A beginner."));
        seen.Iteration.ShouldBe(3);
        seen.AutoApproveTools.ShouldBe(true);
        seen.TraceParent.ShouldNotBeNull().ShouldStartWith("00-0af7");
        seen.Metadata!["k"]!.GetValue<string>().ShouldBe("v");
    }

    [Theory]
    [InlineData(RedisQueueMode.List)]
    [InlineData(RedisQueueMode.Stream)]
    public async Task An_agent_that_fails_fails_the_run_and_no_other(RedisQueueMode mode)
    {
        await using FunctionTarget agent = new(
            (turn, _, _) =>
                turn.Input == "bad"
                    ? FunctionTarget.Of(
                        new TextEvent("so far"),
                        new ErrorEvent(new AgentError(ErrorKind.Exception, "KeyError: x"))
                    )
                    : FunctionTarget.Of(new FinalEvent("ok"))
        );
        QueueOptions queue = Options(mode);
        await using RunningWorker worker = await RunningWorker.StartAsync(agent, queue);
        await using ITarget target = Target(new RunnerOptions { Queue = queue });

        IReadOnlyList<AgentEvent>[] answers = await Task.WhenAll(target.AskAsync("bad"), target.AskAsync("good"));

        answers[0].Text().ShouldBe("so far");
        answers[0].Error().Kind.ShouldBe(ErrorKind.Agent);
        answers[0].Error().Message.ShouldBe("KeyError: x");
        answers[0].Error().Details!["code"]!.GetValue<string>().ShouldBe("exception");
        answers[1].Output().ShouldBe("ok");
        QueueWorkerTally tally = await worker.StopAsync();
        (tally.Answered, tally.Failed).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(RedisQueueMode.List)]
    [InlineData(RedisQueueMode.Stream)]
    public async Task A_worker_that_is_asked_to_stop_finishes_what_is_under_way(RedisQueueMode mode)
    {
        TaskCompletionSource begun = new();
        TaskCompletionSource go = new();
        await using FunctionTarget agent = new(
            (_, _, _) =>
            {
                begun.SetResult();
                return AfterAsync(go.Task);
            }
        );
        QueueOptions queue = Options(mode);
        await using RunningWorker worker = await RunningWorker.StartAsync(agent, queue);
        await using ITarget target = Target(new RunnerOptions { Queue = queue });

        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync();
        await begun.Task;
        Task<QueueWorkerTally> stopping = worker.StopAsync();
        stopping.IsCompleted.ShouldBeFalse();
        go.SetResult();

        (await asking).Output().ShouldBe("done");
        (await stopping).ShouldBe(new QueueWorkerTally(1, 0, 0, 0, 0));
    }

    [Theory]
    [InlineData(RedisQueueMode.List)]
    [InlineData(RedisQueueMode.Stream)]
    public async Task A_worker_that_is_told_to_go_at_once_gives_back_what_is_under_way(RedisQueueMode mode)
    {
        TaskCompletionSource begun = new();
        await using FunctionTarget hanging = new((_, _, token) => FunctionTarget.Never(begun.SetResult, token));
        QueueOptions queue = Options(mode);
        await using ITarget target = Target(new RunnerOptions { Queue = queue });

        Task<IReadOnlyList<AgentEvent>> asking;
        await using (RunningWorker first = await RunningWorker.StartAsync(hanging, queue))
        {
            asking = target.AskAsync("q");
            await begun.Task;
            (await first.AbandonAsync()).Returned.ShouldBe(1);
        }

        await using RunningWorker second = await RunningWorker.StartAsync(FunctionTarget.Echo, queue);

        (await asking).Output().ShouldBe("to q");
    }

    [Theory]
    [InlineData(RedisQueueMode.List)]
    [InlineData(RedisQueueMode.Stream)]
    public async Task Nothing_is_left_once_both_ends_are_gone(RedisQueueMode mode)
    {
        QueueOptions queue = Options(mode);
        await using (RunningWorker worker = await RunningWorker.StartAsync(FunctionTarget.Echo, queue, 32))
        {
            await using ITarget target = Target(new RunnerOptions { Queue = queue });
            for (int round = 0; round < 1000 / 20; round++)
            {
                IReadOnlyList<AgentEvent>[] answers = await Task.WhenAll(
                    Enumerable.Range(0, 20).Select(n => target.AskAsync($"q{n}"))
                );
                answers.Select(events => events.Output()).ShouldBe(Enumerable.Range(0, 20).Select(n => $"to q{n}"));
            }

            (await worker.StopAsync()).Answered.ShouldBe(1000);
        }

        if (mode == RedisQueueMode.Stream)
        {
            // The stream stays with its group, and empty.
            (await _redis.SendAsync("XLEN", Requests)).Number.ShouldBe(0);
            (await _redis.SendAsync("XINFO", "CONSUMERS", Requests, Groups)).Items.ShouldBeEmpty();
            await _redis.SendAsync("DEL", Requests);
        }

        (await _redis.KeysAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("not json", "is no JSON")]
    [InlineData("[1]", "is no JSON object")]
    [InlineData("""{"id":"1","input":"x"}""", "has no `reply_to`")]
    [InlineData("""{"reply_to":"r","input":"x"}""", "has no `id`")]
    [InlineData("""{"id":"1","reply_to":"r"}""", "has no `input`")]
    public async Task A_message_that_is_no_request_is_put_aside_and_the_next_is_served(string message, string why)
    {
        QueueOptions queue = Options(RedisQueueMode.List);
        await using RunningWorker worker = await RunningWorker.StartAsync(FunctionTarget.Echo, queue);
        await using ITarget target = Target(new RunnerOptions { Queue = queue });

        await _redis.SendAsync("LPUSH", Requests, message);
        (await target.AskAsync("q")).Output().ShouldBe("to q");
        QueueWorkerTally tally = await worker.StopAsync();

        tally.ShouldBe(new QueueWorkerTally(1, 0, 0, 1, 0));
        worker.Reports.Single().ShouldContain(why);
        (await _redis.SendAsync("LRANGE", $"{Requests}:dead", 0, -1)).Items.Single().Text.ShouldBe(message);
    }

    [Fact]
    public async Task A_request_in_a_wrong_encoding_is_answered_with_replacement_characters()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(
            FunctionTarget.Echo,
            Options(RedisQueueMode.List)
        );
        byte[] request = Encoding.Latin1.GetBytes("""{"id":"a","reply_to":"replies","input":"café \ud83d"}""");

        await _redis.SendAsync("LPUSH", Requests, (ReadOnlyMemory<byte>)request);
        string last;
        do
        {
            last = (await _redis.SendAsync("BRPOP", "replies", 30)).Items[1].Text;
        } while (!last.Contains("final", StringComparison.Ordinal));

        last.ShouldContain("to caf\uFFFD \uFFFD");
        (await worker.StopAsync()).Answered.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_is_too_long_is_put_aside()
    {
        QueueOptions queue = Options(RedisQueueMode.List);
        await using RunningWorker worker = await RunningWorker.StartAsync(FunctionTarget.Echo, queue);
        await using ITarget target = Target(new RunnerOptions { Queue = queue });

        await _redis.SendAsync("LPUSH", Requests, $$"""{"id":"1","input":"{{new string('x', 17 * 1024 * 1024)}}"}""");
        (await target.AskAsync("q")).Output().ShouldBe("to q");

        (await worker.StopAsync()).Buried.ShouldBe(1);
        (await _redis.SendAsync("LLEN", $"{Requests}:dead")).Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_comes_twice_is_answered_once()
    {
        int calls = 0;
        await using FunctionTarget agent = new(
            (_, _, _) =>
            {
                Interlocked.Increment(ref calls);
                return FunctionTarget.Of(new FinalEvent("ok"));
            }
        );
        await using RunningWorker worker = await RunningWorker.StartAsync(agent, Options(RedisQueueMode.List));
        const string request = """{"type":"input","id":"a","reply_to":"replies","input":"x"}""";

        await _redis.SendAsync("LPUSH", Requests, request, request, request);
        RespValue reply = await _redis.SendAsync("BRPOP", "replies", 30);
        QueueWorkerTally tally = await worker.StopAsync();

        reply.Items[1].Text.ShouldBe("""{"type":"final","request_id":"a","seq":1,"output":"ok"}""");
        (calls, tally.Answered, tally.Dropped).ShouldBe((1, 1, 2));
        (await _redis.SendAsync("LLEN", "replies")).Number.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_nobody_waits_for_any_more_is_dropped()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(
            FunctionTarget.Echo,
            Options(RedisQueueMode.List)
        );

        await _redis.SendAsync(
            "LPUSH",
            Requests,
            """{"type":"input","id":"old","reply_to":"replies","input":"x","expires_at":"2020-01-01T00:00:00Z"}"""
        );
        await _redis.SendAsync("LPUSH", Requests, """{"type":"input","id":"new","reply_to":"replies","input":"x"}""");
        await _redis.SendAsync("BRPOP", "replies", 30);

        (await worker.StopAsync()).ShouldBe(new QueueWorkerTally(1, 0, 1, 0, 0));
    }

    [Theory]
    [InlineData(RedisQueueMode.List)]
    [InlineData(RedisQueueMode.Stream)]
    public async Task Requests_of_a_worker_that_went_away_are_taken_over(RedisQueueMode mode)
    {
        QueueOptions queue = Options(mode);
        await using ITarget target = Target(new RunnerOptions { Queue = queue });
        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync("q");
        await TakeAndDieAsync(mode, "dead-worker");

        await using RunningWorker worker = await RunningWorker.StartAsync(FunctionTarget.Echo, queue);

        (await asking).Output().ShouldBe("to q");
    }

    [Theory]
    [InlineData(RedisQueueMode.List)]
    [InlineData(RedisQueueMode.Stream)]
    public async Task A_request_whose_workers_always_die_is_put_aside_and_its_run_fails(RedisQueueMode mode)
    {
        QueueOptions queue = Options(mode);
        queue = queue with { Delivery = queue.Delivery with { MaxDeliveries = 1 } };
        await using ITarget target = Target(new RunnerOptions { Queue = queue });
        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync("poison");
        await TakeAndDieAsync(mode, "dead-worker");

        await using RunningWorker worker = await RunningWorker.StartAsync(FunctionTarget.Echo, queue);

        AgentError error = (await asking).Error();
        error.Details!["code"]!.GetValue<string>().ShouldBe("poison");
        error.Message.ShouldContain("given to workers 1 times");
        (await worker.StopAsync()).Buried.ShouldBe(1);
        (await _redis.SendAsync(mode == RedisQueueMode.List ? "LLEN" : "XLEN", $"{Requests}:dead")).Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_keeps_what_it_works_on_for_long()
    {
        TaskCompletionSource begun = new();
        TaskCompletionSource go = new();
        await using FunctionTarget slow = new(
            (_, _, _) =>
            {
                begun.TrySetResult();
                return AfterAsync(go.Task);
            }
        );
        QueueOptions queue = Options(RedisQueueMode.Stream);
        await using RunningWorker first = await RunningWorker.StartAsync(slow, queue);
        await using ITarget target = Target(new RunnerOptions { Queue = queue });
        Task<IReadOnlyList<AgentEvent>> asking = target.AskAsync("q");
        await begun.Task;
        await using RunningWorker second = await RunningWorker.StartAsync(FunctionTarget.Echo, queue);

        // Idle time is set back by the worker that works: seen once it fell, having grown.
        long idle = await IdleAsync();
        long highest = idle;
        while (idle >= highest)
        {
            highest = Math.Max(highest, idle);
            idle = await IdleAsync();
            idle.ShouldBeLessThan(900);
        }

        go.SetResult();
        (await asking).Output().ShouldBe("done");
        (await second.StopAsync()).Answered.ShouldBe(0);
    }

    private static QueueOptions Options(RedisQueueMode mode, string url) =>
        new()
        {
            Redis = new RedisQueueOptions
            {
                Url = url,
                Request = Requests,
                Mode = mode,
                Group = mode == RedisQueueMode.Stream ? Groups : null,
            },
            Timeout = TimeSpan.FromSeconds(60),
            Delivery = new QueueDeliveryOptions { Visibility = TimeSpan.FromSeconds(1) },
        };

    private QueueOptions Options(RedisQueueMode mode) => Options(mode, _server.Url);

    /// <summary>What is left when a worker took a request and was killed then.</summary>
    private async Task TakeAndDieAsync(RedisQueueMode mode, string worker)
    {
        if (mode == RedisQueueMode.List)
        {
            await _redis.SendAsync("SADD", $"{Requests}:workers", worker);
            await _redis.SendAsync("BLMOVE", Requests, $"{Requests}:taken:{worker}", "RIGHT", "LEFT", 30);
        }
        else
        {
            await _redis.SendAsync("XGROUP", "CREATE", Requests, Groups, "0", "MKSTREAM");
            RespValue read = await _redis.SendAsync(
                "XREADGROUP",
                "GROUP",
                Groups,
                worker,
                "BLOCK",
                30_000,
                "STREAMS",
                Requests,
                ">"
            );
            // As if that had been an hour ago.
            await _redis.SendAsync(
                "XCLAIM",
                Requests,
                Groups,
                worker,
                0,
                StreamEntry.OfRead(read)[0].Id,
                "IDLE",
                3_600_000,
                "JUSTID"
            );
        }
    }

    private async Task<long> IdleAsync() =>
        (await _redis.SendAsync("XPENDING", Requests, Groups, "-", "+", 1)).Items[0].Items[2].Number;

    private static async IAsyncEnumerable<AgentEvent> AfterAsync(Task go)
    {
        await go;
        yield return new FinalEvent("done");
    }

    private static JsonElement Json(string json) => JsonElement.Parse(json);
}
