using Baton.Agents.Histories;
using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Baton.Agents.Sessions;
using Baton.Agents.Tools;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>What is left of a run, however it ended: its session, its log, its partial result.</summary>
public sealed class RunEndTests
{
    [Fact]
    public async Task A_session_keeps_what_a_failed_run_came_to()
    {
        InMemorySession session = new();
        Agent agent = Agents.With(
            [ScriptedReply.Call("hi"), ScriptedReply.Fail(new IOException("broke"))],
            Agents.Tool("hi", () => "hello")
        );

        await Runner.RunAsync(
            agent,
            "go",
            new RunConfig
            {
                Session = session,
                Retry = new ModelRetry { MaxAttempts = 1 },
            }
        );

        IReadOnlyList<ChatMessage> kept = await session.ReadAsync();
        kept.Select(message => message.Role.Value).ShouldBe(["user", "assistant", "tool"]);
        HistoryRules.Validate(kept).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_gets_a_paused_run_once_it_has_ended()
    {
        InMemorySession session = new(messages: [new(ChatRole.User, "Hi"), new(ChatRole.Assistant, "Hello")]);
        RunConfig config = new() { Session = session };
        Agent agent = Agents.With(
            [ScriptedReply.Call("delete"), ScriptedReply.Say("gone")],
            Agents.Tool("delete", () => "deleted").RequiringApproval()
        );

        RunResult first = await Runner.RunAsync(agent, "clean up", config);
        int whilePaused = (await session.ReadAsync()).Count;
        PausedRun paused = PausedRun.FromJson(first.Paused!.ToJson());
        RunResult second = await Runner.ResumeAsync(
            agent,
            paused,
            new Dictionary<string, ToolApproval> { [paused.Approvals[0].CallId] = new(Approved: true) },
            config
        );

        whilePaused.ShouldBe(2);
        second.FinalOutput.ShouldBe("gone");
        (await session.ReadAsync())
            .Select(message => message.Role.Value)
            .ShouldBe(["user", "assistant", "user", "assistant", "tool", "assistant"]);
    }

    [Fact]
    public async Task A_session_that_cannot_be_written_is_told_beside_the_failure_before_it()
    {
        Agent agent = Agents.Saying(ScriptedReply.Fail(new IOException("the line broke")));

        RunResult result = await Runner.RunAsync(
            agent,
            "go",
            new RunConfig
            {
                Session = new FullSession(),
                Retry = new ModelRetry { MaxAttempts = 1 },
            }
        );

        result.Error!.Message.ShouldContain("the line broke");
        result.Error.Message.ShouldContain("The session `full` could not be written: no room");
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("cancelled")]
    public async Task Every_call_that_was_told_has_its_result_told_too(string end)
    {
        using CancellationTokenSource cancel = new();
        ScriptedReply calls = Agents.Calls(("1", "stop"), ("2", "later")) with
        {
            Usage = new UsageDetails { InputTokenCount = 60, OutputTokenCount = 60 },
        };
        Agent agent = Agents.With(
            [calls],
            Agents.Tool(
                "stop",
                async (CancellationToken token) =>
                {
                    await cancel.CancelAsync();
                    await Task.Delay(Timeout.Infinite, token);
                }
            ),
            Agents.Tool("later", () => "late")
        );
        RunConfig config = new() { MaxTokens = end == "max_tokens" ? 100 : null, MaxParallelTools = 1 };

        List<AgentEvent> events = await Runs.EventsAsync(agent, config, cancellationToken: cancel.Token);

        events.OfType<ToolCallEvent>().Select(call => call.CallId).ShouldBe(["1", "2"]);
        events.OfType<ToolResultEvent>().Select(result => result.CallId).ShouldBe(["1", "2"]);
        events.OfType<ToolResultEvent>().ShouldAllBe(result => result.Error != null);
    }

    [Fact]
    public async Task A_stream_of_text_that_runs_out_of_time_carries_what_there_was()
    {
        using Stuck stuck = new();
        Agent agent = Agents.With(
            [ScriptedReply.Call("wait") with { Text = "Let me see." }],
            Agents.Tool("wait", () => stuck.HangAsync())
        );
        List<string> words = [];

        AgentTimeoutException error = await Should.ThrowAsync<AgentTimeoutException>(async () =>
        {
            RunConfig config = new() { MaxTime = TimeSpan.FromMilliseconds(200) };
            await foreach (string word in Runner.RunStreamAsync(agent, "go", config))
            {
                words.Add(word);
            }
        });

        string.Concat(words).ShouldBe("Let me see.");
        error.Result.FinalOutput.ShouldBe("Let me see.");
        error.Result.LimitReached.ShouldBe("max_time");
        error.Result.ToolCalls.ShouldHaveSingleItem().Error.ShouldNotBeNull();
        HistoryRules.Validate(error.Result.History).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_verbose_run_writes_down_what_happens()
    {
        using StringWriter log = new();
        Agent agent = Agents.With(
            [ScriptedReply.Call("hi", callId: "1"), ScriptedReply.Say("all done")],
            Agents.Tool("hi", () => "hello")
        );

        await Runner.RunAsync(
            agent,
            "go",
            new RunConfig
            {
                Verbose = true,
                VerboseOutput = log,
                RunId = "r1",
            }
        );

        string[] lines = log.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[..^1]
            .ShouldBe(["[run r1] Assistant", "[turn 1]", "[tool 1] hi", "[tool 1] hello", "[turn 2]", "all done"]);
        lines[^1].ShouldStartWith("[end] Completed after ");
    }

    [Fact]
    public async Task Metadata_comes_back_with_the_result()
    {
        RunConfig config = new() { Metadata = new Dictionary<string, object?> { ["ticket"] = 7 } };

        RunResult result = await Runner.RunAsync(Agents.Saying(ScriptedReply.Say("hi")), "go", config);

        result.Metadata["ticket"].ShouldBe(7);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_whose_client_gave_up_waiting_is_asked_again(bool observed)
    {
        FakeChatClient model = new()
        {
            Answer = (number, _) =>
                number switch
                {
                    0 => throw new TaskCanceledException("The client's own time-out", new TimeoutException()),
                    1 => throw new TimeoutException("The client's own time-out"),
                    _ => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "here"))),
                },
        };

        RunResult result = await Runs.ResultAsync(
            new Agent("A") { ChatClient = model },
            new RunConfig
            {
                Retry = new ModelRetry { MaxAttempts = 3, FirstDelay = TimeSpan.Zero },
            },
            observed
        );

        result.FinalOutput.ShouldBe("here");
        model.Asked.ShouldBe(3);
    }

    [Fact]
    public async Task An_agent_inside_waits_for_a_reader_who_does_not_read()
    {
        const int Pieces = 10_000;
        int made = 0;
        Agent inner = new("Inner") { ChatClient = new FakeChatClient { Stream = (_, _) => Talking() } };
        Agent outer = Agents.With(
            [
                ScriptedReply.Call("Inner", new Dictionary<string, object?> { ["input"] = "talk" }),
                ScriptedReply.Say("done"),
            ],
            inner.AsTool()
        );
        IAsyncEnumerator<AgentEvent> events = new StreamingRunner(outer).RunAsync("go").GetAsyncEnumerator();
        await using (events)
        {
            while (await events.MoveNextAsync() && events.Current is not NestedEvent { Event: TextEvent }) { }

            int atFirst = Volatile.Read(ref made);
            int read = 1;
            while (await events.MoveNextAsync() && events.Current is NestedEvent { Event: TextEvent })
            {
                read++;
                (Volatile.Read(ref made) - read).ShouldBeLessThan(200);
            }

            atFirst.ShouldBeLessThan(200);
            read.ShouldBe(Pieces);
        }

        async IAsyncEnumerable<ChatResponseUpdate> Talking()
        {
            for (int piece = 0; piece < Pieces; piece++)
            {
                Interlocked.Increment(ref made);
                yield return new ChatResponseUpdate(ChatRole.Assistant, "word ");
                await Task.Yield();
            }
        }
    }

    private sealed class FullSession : ISession
    {
        public string Id => "full";

        public ValueTask<IReadOnlyList<ChatMessage>> ReadAsync(CancellationToken cancellationToken = default) =>
            new(Array.Empty<ChatMessage>());

        public ValueTask AppendAsync(
            IReadOnlyList<ChatMessage> messages,
            CancellationToken cancellationToken = default
        ) => throw new IOException("no room");

        public ValueTask ClearAsync(CancellationToken cancellationToken = default) => default;
    }
}
