using Baton.Agents.Histories;
using Baton.Agents.Providers.Scripted;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>Streams that are left or cancelled at any event, and runs that share an agent or a thread.</summary>
public sealed class StreamTests
{
    private const int Events = 15;

    public static TheoryData<int> EveryEvent() => [.. Enumerable.Range(1, Events)];

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public async Task A_stream_that_is_left_ends_its_run_as_cancelled(int number)
    {
        Ending ending = new();
        int seen = 0;
        AgentEvent? last = null;
        await foreach (AgentEvent happened in new StreamingRunner(Working(), ending.Config).RunAsync("go"))
        {
            last = happened;
            if (++seen == number)
            {
                break;
            }
        }

        RunResult result = ending.Results.ShouldHaveSingleItem();
        result.Status.ShouldBe(
            last is TurnEndedEvent { Number: 2 } or FinalEvent or RunEndedEvent
                ? RunStatus.Completed
                : RunStatus.Cancelled
        );
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public async Task A_stream_that_is_cancelled_at_an_event_still_tells_its_end(int number)
    {
        using CancellationTokenSource cancel = new();
        List<AgentEvent> events = [];
        await foreach (AgentEvent happened in new StreamingRunner(Working()).RunAsync("go", null, cancel.Token))
        {
            events.Add(happened);
            if (events.Count == number)
            {
                await cancel.CancelAsync();
            }
        }

        RunResult result = events[^1].ShouldBeOfType<RunEndedEvent>().Result;
        result.Status.ShouldBeOneOf(RunStatus.Cancelled, RunStatus.Completed);
        (number < 9 && result.Status == RunStatus.Completed).ShouldBeFalse();
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Fact]
    public async Task Leaving_a_stream_whose_closing_hangs_does_not_hang()
    {
        using Stuck stuck = new();
        Agent agent = new("A") { ChatClient = new FakeChatClient { Stream = (_, _) => Unclosable() } };

        await Task.Run(async () =>
            {
                await foreach (string _ in Runner.RunStreamAsync(agent, "go"))
                {
                    break;
                }
            })
            .WaitAsync(TimeSpan.FromSeconds(50));

        async IAsyncEnumerable<ChatResponseUpdate> Unclosable()
        {
            try
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, "Once");
                yield return new ChatResponseUpdate(ChatRole.Assistant, " upon");
            }
            finally
            {
                await stuck.HangAsync();
            }
        }
    }

    [Fact]
    public async Task A_text_stream_that_fails_carries_what_there_was()
    {
        Agent agent = Agents.Saying(new ScriptedReply { Text = "Once upon", Failure = new IOException("broke") });
        List<string> words = [];

        AgentException error = await Should.ThrowAsync<AgentException>(async () =>
        {
            await foreach (string word in Runner.RunStreamAsync(agent, "go"))
            {
                words.Add(word);
            }
        });

        words.ShouldBe(["Once ", "upon"]);
        error.Message.ShouldBe("broke");
        error.Result!.FinalOutput.ShouldBe("Once upon");
    }

    [Fact]
    public void A_run_on_a_thread_with_a_context_of_its_own_does_not_wait_for_itself()
    {
        RunResult? result = null;
        Thread thread = new(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new DeadContext());
            result = Runner.RunSync(Working(), "go");
        })
        {
            IsBackground = true,
        };
        thread.Start();

        thread.Join(TimeSpan.FromSeconds(50)).ShouldBeTrue();
        result!.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public async Task Runs_at_once_share_nothing_but_the_agent()
    {
        Agent agent = new("A")
        {
            ChatClient = new ScriptedChatClient(
                (request, _) =>
                    request.Messages[^1].Role == ChatRole.Tool
                        ? ScriptedReply.Say(request.Messages[0].Text)
                        : ScriptedReply.Call("who")
            ),
            Tools = [Agents.Tool("who", (RunContext context) => context.History[0].Text)],
        };

        RunResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(number => Task.Run(() => Runner.RunAsync(agent, $"I am {number}")))
        );

        for (int number = 0; number < results.Length; number++)
        {
            results[number].FinalOutput.ShouldBe($"I am {number}");
            $"{results[number].ToolCalls[0].Result}".ShouldBe($"I am {number}");
            results[number].History.Count.ShouldBe(4);
        }
    }

    private static Agent Working() =>
        Agents.With(
            [Agents.Calls(("1", "hi"), ("2", "yield")), ScriptedReply.Say("all done")],
            Agents.Tool("hi", () => "hello"),
            Agents.Tool(
                "yield",
                async () =>
                {
                    await Task.Yield();
                    return "slow";
                }
            )
        );

    /// <summary>Nothing posted here ever runs.</summary>
    private sealed class DeadContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) { }
    }

    private sealed class Ending : RunHooks
    {
        public Ending() => Config = new RunConfig { Hooks = [this] };

        public RunConfig Config { get; }

        public List<RunResult> Results { get; } = [];

        public override ValueTask AfterRunAsync(RunContext context, RunResult result)
        {
            Results.Add(result);
            return default;
        }
    }
}
