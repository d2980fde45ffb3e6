using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Baton.TestSupport;

namespace Baton.Agents.Tests.Running;

/// <summary>When a model is asked again, and when another is.</summary>
public sealed class RetryTests
{
    private static readonly ScriptedReply _busy = ScriptedReply.Fail(
        new ModelException(ErrorKind.RateLimited, "busy") { IsTransient = true, RetryAfter = TimeSpan.FromSeconds(3) }
    );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_that_asks_to_be_left_alone_is_left_alone_that_long(bool observed)
    {
        ImpatientTimeProvider time = new(TimeSpan.FromSeconds(10));
        Agent agent = Agents.Saying(_busy, _busy, ScriptedReply.Say("hi"));

        RunResult result = await Runs.ResultAsync(agent, new RunConfig { TimeProvider = time }, observed);

        result.FinalOutput.ShouldBe("hi");
        result.TurnCount.ShouldBe(1);
        time.Waits.ShouldBe([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Attempts_are_counted_and_waits_grow(bool observed)
    {
        ImpatientTimeProvider time = new(TimeSpan.FromSeconds(10));
        ScriptedChatClient model = new((_, _) => ScriptedReply.Fail(new IOException("The line broke")));

        RunResult result = await Runs.ResultAsync(
            new Agent("A") { ChatClient = model },
            new RunConfig
            {
                TimeProvider = time,
                Retry = new ModelRetry { MaxAttempts = 3, FirstDelay = TimeSpan.FromSeconds(1) },
            },
            observed
        );

        result.Error!.Message.ShouldBe("The line broke");
        model.Requests.Count.ShouldBe(3);
        time.Waits.Count.ShouldBe(2);
        time.Waits[0].ShouldBeInRange(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        time.Waits[1].ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_repeated_the_call_itself_is_not_asked_again_but_the_next_model_is(bool observed)
    {
        ScriptedChatClient first = new([
            ScriptedReply.Fail(new ModelException(ErrorKind.HttpStatus, "500") { IsTransient = true, Attempts = 4 }),
        ]);
        ScriptedChatClient second = new([ScriptedReply.Fail(new InvalidOperationException("broken"))]);
        ScriptedChatClient third = new([ScriptedReply.Say("third")]);

        RunResult result = await Runs.ResultAsync(
            new Agent("A") { ChatClient = first },
            new RunConfig
            {
                FallbackModels = ["some:second", ModelChoice.Of(third)],
                ModelClients = name => name == "some:second" ? second : throw new ArgumentException(name),
            },
            observed
        );

        result.FinalOutput.ShouldBe("third");
        (first.Requests.Count, second.Requests.Count, third.Requests.Count).ShouldBe((1, 1, 1));
    }

    [Fact]
    public async Task A_stream_that_broke_in_the_middle_is_not_asked_for_again()
    {
        ScriptedChatClient model = new([
            new ScriptedReply { Text = "Once upon", Failure = new IOException("The line broke") },
            ScriptedReply.Say("again"),
        ]);
        ScriptedChatClient second = new([ScriptedReply.Say("second")]);

        RunResult result = await Runs.ResultAsync(
            new Agent("A") { ChatClient = model },
            new RunConfig { FallbackModels = [ModelChoice.Of(second)] },
            observed: true
        );

        result.Status.ShouldBe(RunStatus.Failed);
        result.FinalOutput.ShouldBe("Once upon");
        result.History[^1].Text.ShouldBe("Once upon");
        model.Requests.Count.ShouldBe(1);
        second.Requests.ShouldBeEmpty();
    }
}
