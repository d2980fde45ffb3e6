using Baton.Agents.Providers.Limits;
using Baton.Agents.Providers.Scripted;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

public sealed class RateLimitedChatClientTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task No_more_calls_are_under_way_than_allowed()
    {
        ModelRateLimiter limiter = new(new ModelRateLimit(Concurrent: 2), _clock);
        ScriptedChatClient model = Model(new ScriptedReply { Text = "ok", Delay = _second });
        RateLimitedChatClient client = new(model, limiter);

        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 5).Select(n => client.GetResponseAsync($"{n}"))];

        model.Requests.Count.ShouldBe(2);
        await FinishAsync(calls[..2]);
        await UntilAsync(() => model.Requests.Count == 4);
        await FinishAsync(calls[2..4]);
        await UntilAsync(() => model.Requests.Count == 5);
        await FinishAsync(calls[4..]);
        Asked(model).ShouldBe(["0", "1", "2", "3", "4"], ignoreOrder: true);
        Asked(model)[..2].ShouldBe(["0", "1"]);
    }

    [Fact]
    public async Task Calls_of_a_minute_are_bounded_and_wait_in_order()
    {
        ModelRateLimiter limiter = new(new ModelRateLimit(CallsPerMinute: 2), _clock);
        ScriptedChatClient model = Model(ScriptedReply.Say("ok"));
        RateLimitedChatClient client = new(model, limiter);

        await client.GetResponseAsync("0");
        _clock.Advance(TimeSpan.FromSeconds(20));
        await client.GetResponseAsync("1");
        Task<ChatResponse> third = client.GetResponseAsync("2");
        Task<ChatResponse> fourth = client.GetResponseAsync("3");

        _clock.Advance(TimeSpan.FromSeconds(39));
        third.IsCompleted.ShouldBeFalse();
        _clock.Advance(_second);
        await third;
        fourth.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(20));
        await fourth;
        Asked(model).ShouldBe(["0", "1", "2", "3"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tokens_are_charged_when_the_call_ends(bool streamed)
    {
        ModelRateLimiter limiter = new(new ModelRateLimit(TokensPerMinute: 100), _clock);
        ScriptedChatClient model = Model(
            new ScriptedReply
            {
                Text = "ok",
                Usage = new UsageDetails { InputTokenCount = 50, OutputTokenCount = 10 },
            }
        );
        RateLimitedChatClient client = new(model, limiter);

        await AskAsync(client, streamed);
        await AskAsync(client, streamed);
        Task third = AskAsync(client, streamed);

        third.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(59));
        third.IsCompleted.ShouldBeFalse();
        _clock.Advance(_second);
        await third;
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_queue_without_using_anything()
    {
        ModelRateLimiter limiter = new(new ModelRateLimit(Concurrent: 1), _clock);
        ScriptedChatClient model = Model(new ScriptedReply { Text = "ok", Delay = _second });
        RateLimitedChatClient client = new(model, limiter);
        CancellationTokenSource cancelled = new();
        Task<ChatResponse> first = client.GetResponseAsync("0");
        Task<ChatResponse> second = client.GetResponseAsync("1", cancellationToken: cancelled.Token);
        Task<ChatResponse> third = client.GetResponseAsync("2");

        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        await FinishAsync(first);
        await UntilAsync(() => model.Requests.Count == 2);
        await FinishAsync(third);

        Asked(model).ShouldBe(["0", "2"]);
    }

    [Fact]
    public async Task A_failed_call_gives_its_place_back()
    {
        ModelRateLimiter limiter = new(new ModelRateLimit(Concurrent: 1), _clock);
        ScriptedChatClient model = new([ScriptedReply.Fail(new TimeoutException("slow")), ScriptedReply.Say("ok")]);
        RateLimitedChatClient client = new(model, limiter);

        await Should.ThrowAsync<TimeoutException>(() => client.GetResponseAsync("0"));

        (await client.GetResponseAsync("1")).Text.ShouldBe("ok");
    }

    private ScriptedChatClient Model(ScriptedReply reply) => new((_, _) => reply, _clock);

    private static string[] Asked(ScriptedChatClient model) =>
        [.. model.Requests.Select(static request => request.Messages[0].Text)];

    private static Task AskAsync(IChatClient client, bool streamed) =>
        streamed ? client.GetStreamingResponseAsync("x").ToChatResponseAsync() : client.GetResponseAsync("x");

    private async Task FinishAsync(params Task[] calls)
    {
        _clock.Advance(_second);
        await Task.WhenAll(calls);
    }

    // A call that leaves lets the next one begin on another thread.
    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
