using Baton.Agents;
using Baton.Targets.Http;
using Baton.Targets.Tests.Guards;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Retries;

public sealed class RetryTests
{
    private static readonly RunnerOptions _twice = new() { MaxRetries = 2, RetryDelay = TimeSpan.Zero };

    [Fact]
    public async Task A_transient_failure_is_tried_again()
    {
        await using ScriptedTarget agent = Failing(
            2,
            new AgentError(ErrorKind.ConnectionLost, "broke") { IsTransient = true }
        );
        (await TurnAsync(TargetFactory.LayAround(agent, _twice, Here))).Output().ShouldBe("ok");
        (agent.Calls, agent.Ended).ShouldBe((3, 3));
    }

    [Fact]
    public async Task The_last_failure_says_how_often_it_was_tried()
    {
        await using ScriptedTarget agent = Failing(
            9,
            new AgentError(ErrorKind.Refused, "nobody") { IsTransient = true }
        );
        AgentError error = (await TurnAsync(TargetFactory.LayAround(agent, _twice, Here))).Error();
        (error.Kind, error.Message).ShouldBe((ErrorKind.Refused, "nobody (after 3 attempts)"));
        error.Details.ShouldNotBeNull()["attempts"]!.GetValue<int>().ShouldBe(3);
        agent.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task An_error_of_the_agent_is_final()
    {
        await using ScriptedTarget agent = Failing(9, new AgentError(ErrorKind.Agent, "no"));
        (await TurnAsync(TargetFactory.LayAround(agent, _twice, Here))).Error().Message.ShouldBe("no");
        agent.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_said_twice()
    {
        await using ScriptedTarget agent = ScriptedTarget.Playing(
            new TextEvent("begun"),
            new ErrorEvent(new AgentError(ErrorKind.ConnectionLost, "broke") { IsTransient = true })
        );
        IReadOnlyList<AgentEvent> events = await TurnAsync(TargetFactory.LayAround(agent, _twice, Here));
        events.Text().ShouldBe("begun");
        events.Error().Message.ShouldBe("broke");
        agent.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Retry_after_is_waited_for()
    {
        ManualTimeProvider time = new();
        int requests = 0;
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "20";
                return;
            }

            await context.Response.Body.WriteAsync("late"u8.ToArray());
        });
        HttpOptions options = new()
        {
            Url = server.Url,
            Retry = new HttpRetryOptions { Attempts = 2 },
        };
        await using ITarget target = Target(options, environment: Here with { TimeProvider = time });
        Task<IReadOnlyList<AgentEvent>> turn = TurnAsync(target);
        await UntilAsync(() => requests == 1 && time.Waiting >= 2);
        time.Advance(TimeSpan.FromSeconds(19));
        requests.ShouldBe(1);
        turn.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1.5));
        (await turn).Output().ShouldBe("late");
    }

    [Fact]
    public async Task Nobody_waits_longer_than_a_call_may_take()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        HttpOptions options = new() { Url = server.Url, Retry = new HttpRetryOptions() };
        AgentError error = (await TurnAsync(options)).Error();
        (error.Kind, error.RetryAfter).ShouldBe((ErrorKind.RateLimited, TimeSpan.FromHours(1)));
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(503, 3)]
    [InlineData(501, 1)]
    [InlineData(404, 1)]
    public async Task Only_the_statuses_named_are_tried_again(int status, int requests)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("{}", status);
        HttpOptions options = new()
        {
            Url = server.Url,
            Retry = new HttpRetryOptions { Attempts = 3, Backoff = TimeSpan.Zero },
        };
        (await TurnAsync(options)).Error().Kind.ShouldBe(ErrorKind.HttpStatus);
        server.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_at_once()
    {
        ManualTimeProvider time = new();
        await using ScriptedTarget agent = Failing(9, new AgentError(ErrorKind.Refused, "x") { IsTransient = true });
        RunnerOptions options = new() { MaxRetries = 5, RetryDelay = TimeSpan.FromSeconds(10) };
        await using ITarget target = TargetFactory.LayAround(agent, options, Here with { TimeProvider = time });
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });
        using CancellationTokenSource source = new();
        Task turn = Task.Run(async () =>
        {
            await foreach (AgentEvent _ in conversation.TakeTurnAsync(new Turn { Input = "x" }, source.Token)) { }
        });
        await UntilAsync(() => agent.Ended == 1 && time.Waiting >= 1);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(turn);
        agent.Calls.ShouldBe(1);
    }

    private static ScriptedTarget Failing(int times, AgentError error) =>
        new(
            (call, _) =>
                new AgentEvent[] { call <= times ? new ErrorEvent(error) : new FinalEvent("ok") }.ToAsyncEnumerable()
        );
}
