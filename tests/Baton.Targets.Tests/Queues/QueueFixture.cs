using System.Text;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Queues;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Queues.Redis.Resp;

namespace Baton.Targets.Tests.Queues;

/// <summary>Targets over a Redis server, and the raw end of a worker to play against them.</summary>
internal static class QueueFixture
{
    public const string Requests = "agent:requests";

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A runner over lists.</summary>
    public static RunnerOptions Lists(
        string url,
        Func<RedisQueueOptions, RedisQueueOptions>? with = null,
        TimeSpan? timeout = null
    )
    {
        RedisQueueOptions redis = new() { Url = url, Request = Requests };
        return new RunnerOptions
        {
            Queue = new QueueOptions
            {
                Redis = with?.Invoke(redis) ?? redis,
                Timeout = timeout ?? TimeSpan.FromSeconds(60),
            },
        };
    }

    /// <summary>A runner over streams.</summary>
    public static RunnerOptions Streams(string url, string? reply = null) =>
        Lists(url, redis => redis with { Mode = RedisQueueMode.Stream, Reply = reply });

    /// <summary>A target with everything laid around it.</summary>
    public static ITarget Target(RunnerOptions options, int concurrency = 32) =>
        TargetFactory.Create(options, Here with { MaxConcurrency = concurrency });

    public static TargetEnvironment Here { get; } = new() { ProjectDirectory = Path.GetTempPath() };

    /// <summary>A connection of the test's own.</summary>
    public static async Task<RespConnection> ConnectAsync(string url) =>
        await new RedisHandshake(RedisAddress.Parse(url), verifyTls: false).ConnectAsync(Cancellation);

    /// <summary>Takes the next request out of the list.</summary>
    public static async Task<JsonObject> TakeAsync(this RespConnection redis)
    {
        RespValue taken = await redis.SendAsync("BRPOP", Requests, 30);
        return JsonNode.Parse(taken.Items[1].Text)!.AsObject();
    }

    /// <summary>Pushes a reply to where a request wants it.</summary>
    public static Task<RespValue> ReplyAsync(this RespConnection redis, JsonObject request, string reply) =>
        redis.SendAsync(
            "LPUSH",
            request["reply_to"]!.GetValue<string>(),
            reply.Replace("ID", request["id"]!.GetValue<string>(), StringComparison.Ordinal)
        );

    /// <summary>A worker that answers every request until the connection is closed.</summary>
    public static async Task AnswerAsync(this RespConnection redis, Func<JsonObject, string[]> replies)
    {
        try
        {
            while (true)
            {
                JsonObject request = await redis.TakeAsync();
                foreach (string reply in replies(request))
                {
                    await redis.ReplyAsync(request, reply);
                }
            }
        }
        catch (RespConnectionException)
        {
            // The test closed it.
        }
    }

    /// <summary>One turn in a conversation of its own.</summary>
    public static async Task<IReadOnlyList<AgentEvent>> AskAsync(
        this IAgent agent,
        string input = "hi",
        CancellationToken cancellationToken = default
    )
    {
        await using IConversation conversation = agent.StartConversation(new ConversationContext { RunId = "run-1" });
        return await conversation.AskAsync(new Turn { Input = input }, cancellationToken);
    }

    /// <summary>One turn of a conversation.</summary>
    public static async Task<IReadOnlyList<AgentEvent>> AskAsync(
        this IConversation conversation,
        Turn turn,
        CancellationToken cancellationToken = default
    )
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            Cancellation,
            cancellationToken
        );
        List<AgentEvent> events = [];
        await foreach (AgentEvent item in conversation.TakeTurnAsync(turn, either.Token))
        {
            events.Add(item);
        }

        events.Count(item => item is FinalEvent or ErrorEvent or LimitEvent).ShouldBe(1);
        return events;
    }

    public static string Output(this IReadOnlyList<AgentEvent> events) =>
        events[^1].ShouldBeOfType<FinalEvent>(Told(events)).Output;

    public static AgentError Error(this IReadOnlyList<AgentEvent> events) =>
        events[^1].ShouldBeOfType<ErrorEvent>(Told(events)).Error;

    public static string Text(this IReadOnlyList<AgentEvent> events) =>
        string.Concat(events.OfType<TextEvent>().Select(text => text.Content));

    /// <summary>The keys there are.</summary>
    public static async Task<IReadOnlyList<string>> KeysAsync(this RespConnection redis) =>
        [.. (await redis.SendAsync("KEYS", "*")).Items.Select(key => key.Text).Order(StringComparer.Ordinal)];

    private static string Told(IReadOnlyList<AgentEvent> events) =>
        new StringBuilder().AppendJoin('\n', events).ToString();
}
