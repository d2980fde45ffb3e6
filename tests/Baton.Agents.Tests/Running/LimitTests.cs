using Baton.Agents.Histories;
using Baton.Agents.Providers.Scripted;
using Baton.Agents.Tools;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>Limits hold whatever hangs: on the clock of the run, to the millisecond.</summary>
public sealed class LimitTests
{
    private static readonly string[] _everywhere =
    [
        "model",
        "model that heeds its token",
        "stream in the middle",
        "stream that hangs while it is closed",
        "tool that blocks its thread",
        "tool that ignores its token",
        "tool that heeds its token",
        "one of three tools",
        "approver",
        "reducer",
        "nested model",
        "nested tool",
        "agent that calls itself",
        "output guardrail",
        "before_model",
        "after_model",
        "before_tool",
        "after_tool",
        "before_run",
        "input guardrail",
        "session that is read",
    ];

    public static TheoryData<string, string, bool> Places()
    {
        TheoryData<string, string, bool> places = [];
        foreach (string place in _everywhere)
        {
            // The time of a turn does not run before the first turn.
            bool isOpening = place is "before_run" or "input guardrail" or "session that is read";
            string[] limits = isOpening ? ["max_time", "cancel"] : ["max_time", "timeout_per_turn", "cancel"];
            foreach (string limit in limits)
            {
                places.Add(place, limit, true);
                if (!place.StartsWith("stream", StringComparison.Ordinal))
                {
                    places.Add(place, limit, false);
                }
            }
        }

        return places;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_run_ends_at_its_limit_wherever_it_hangs(string place, string limit, bool observed)
    {
        using Stuck stuck = new();
        using CancellationTokenSource cancel = new();
        ManualTimeProvider time = new();
        TimeSpan patience = TimeSpan.FromSeconds(7);
        RunConfig config = new()
        {
            TimeProvider = time,
            MaxTime = limit == "max_time" ? patience : TimeSpan.FromSeconds(100),
            TimeoutPerTurn = limit == "timeout_per_turn" ? patience : TimeSpan.FromSeconds(50),
        };
        (Agent agent, config) = Hanging(place, stuck, config, time);

        Task<RunResult> running = Task.Run(() =>
            Runs.ResultAsync(agent, config, observed, cancellationToken: cancel.Token)
        );
        await stuck.Reached;
        time.Advance(patience - TimeSpan.FromMilliseconds(1));
        running.IsCompleted.ShouldBeFalse();
        if (limit == "cancel")
        {
            await cancel.CancelAsync();
        }
        else
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        RunResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));

        result.Status.ShouldBe(limit == "cancel" ? RunStatus.Cancelled : RunStatus.Failed, result.Error?.Message);
        result.LimitReached.ShouldBe(limit == "cancel" ? null : limit);
        result.ElapsedTime.ShouldBeLessThanOrEqualTo(patience + TimeSpan.FromMilliseconds(100));
        HistoryRules.Validate(result.History).ShouldBeEmpty();
        result
            .History.SelectMany(message => message.Contents.OfType<FunctionCallContent>())
            .Select(call => call.CallId)
            .ShouldBe(result.ToolCalls.Select(call => call.CallId));
        RunResult second = await Runner.RunAsync(
            Agents.Saying(ScriptedReply.Say("done")),
            "and now?",
            history: result.History
        );
        second.FinalOutput.ShouldBe("done");
        HistoryRules.Validate(second.History).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tool that blocks its thread", false)]
    [InlineData("tool that blocks its thread", true)]
    [InlineData("tool that ignores its token", false)]
    [InlineData("tool that ignores its token", true)]
    [InlineData("tool that heeds its token", false)]
    [InlineData("nested model", false)]
    [InlineData("nested model", true)]
    [InlineData("nested tool", true)]
    public async Task A_tool_that_takes_too_long_fails_and_the_run_goes_on(string place, bool observed)
    {
        using Stuck stuck = new();
        ManualTimeProvider time = new();
        RunConfig config = new() { TimeProvider = time, ToolTimeout = TimeSpan.FromSeconds(2) };
        (Agent agent, config) = Hanging(place, stuck, config, time);

        Task<RunResult> running = Task.Run(() => Runs.ResultAsync(agent, config, observed));
        await stuck.Reached;
        time.Advance(TimeSpan.FromSeconds(2));
        RunResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));

        result.Status.ShouldBe(RunStatus.Completed);
        result.ToolCalls[0].Error.ShouldBe("The tool took longer than 2 s");
        result.ToolCalls[0].Duration.ShouldBe(TimeSpan.FromSeconds(2));
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("after_run")]
    [InlineData("session that is written")]
    public async Task A_closing_that_hangs_is_given_ten_seconds(string place)
    {
        using Stuck stuck = new();
        ManualTimeProvider time = new();
        RunConfig config = new()
        {
            TimeProvider = time,
            Hooks = [new StuckHooks(stuck, place)],
            Session = place == "session that is written" ? new StuckSession(stuck, reading: false) : null,
        };

        Task<RunResult> running = Runner.RunAsync(Agents.Saying(ScriptedReply.Say("hi")), "go", config);
        await stuck.Reached;
        running.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(10));
        RunResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));

        result.Status.ShouldBe(RunStatus.Failed);
        result.FinalOutput.ShouldBe("hi");
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Fact]
    public async Task Agents_that_call_themselves_stop_at_some_depth()
    {
        List<AITool> tools = [];
        ScriptedReply deeper = ScriptedReply.Call("Self", new Dictionary<string, object?> { ["input"] = "deeper" });
        int depth = 0;
        Agent agent = new("Self")
        {
            ChatClient = new ScriptedChatClient(
                (request, _) =>
                {
                    bool isBack = request.Messages[^1].Role == ChatRole.Tool;
                    depth += isBack ? 0 : 1;
                    return isBack ? ScriptedReply.Say("back") : deeper;
                }
            ),
            Tools = tools,
        };
        tools.Add(agent.AsTool());

        RunResult result = await Runner.RunAsync(agent, "go");

        result.FinalOutput.ShouldBe("back");
        depth.ShouldBeInRange(2, 64);
    }

    [Fact]
    public async Task A_run_that_was_cancelled_before_it_began_keeps_the_history_it_was_given()
    {
        ChatMessage[] history = [new(ChatRole.User, "Hello"), new(ChatRole.Assistant, "Hi")];

        RunResult result = await Runner.RunAsync(
            Agents.Saying(),
            "go",
            history: history,
            cancellationToken: new CancellationToken(canceled: true)
        );

        result.Status.ShouldBe(RunStatus.Cancelled);
        result.History.Select(message => message.Text).ShouldBe(["Hello", "Hi", "go"]);
    }

    [Fact]
    public async Task A_model_that_breaks_because_it_was_cancelled_leaves_a_cancelled_run()
    {
        using CancellationTokenSource cancel = new();
        FakeChatClient model = new()
        {
            Answer = (_, _) =>
            {
                cancel.Cancel();
                throw new InvalidOperationException("The connection was closed under me");
            },
        };
        FakeChatClient second = FakeChatClient.Saying(new ChatMessage(ChatRole.Assistant, "me!"));
        Agent agent = new("A") { ChatClient = model };

        RunResult result = await Runner.RunAsync(
            agent,
            "go",
            new RunConfig { FallbackModels = [ModelChoice.Of(second)] },
            cancellationToken: cancel.Token
        );

        result.Status.ShouldBe(RunStatus.Cancelled);
        second.Asked.ShouldBe(0);
    }

    private static (Agent Agent, RunConfig Config) Hanging(
        string place,
        Stuck stuck,
        RunConfig config,
        TimeProvider time
    )
    {
        Agent agent = new("Assistant") { ChatClient = Calling("tool"), Tools = [Agents.Tool("tool", () => "ok")] };
        switch (place)
        {
            case "model":
                return (new Agent("Assistant") { ChatClient = HangingModel(stuck) }, config);
            case "model that heeds its token":
                return (
                    new Agent("Assistant")
                    {
                        ChatClient = new ScriptedChatClient(
                            (_, _) =>
                            {
                                // The wait begins on the same thread, right after this.
                                _ = stuck.HangAsync();
                                return ScriptedReply.Say("late") with { Delay = TimeSpan.FromHours(1) };
                            },
                            time
                        ),
                    },
                    config
                );
            case "stream in the middle":
                return (
                    new Agent("Assistant") { ChatClient = new FakeChatClient { Stream = (_, _) => Half(stuck) } },
                    config
                );
            case "stream that hangs while it is closed":
                return (
                    new Agent("Assistant") { ChatClient = new FakeChatClient { Stream = (_, _) => Unclosable(stuck) } },
                    config
                );
            case "tool that blocks its thread":
                return (With(Agents.Tool("tool", stuck.Block)), config);
            case "tool that ignores its token":
                return (With(Agents.Tool("tool", stuck.HangAsync)), config);
            case "tool that heeds its token":
                return (
                    With(
                        Agents.Tool(
                            "tool",
                            async (CancellationToken token) =>
                            {
                                _ = stuck.HangAsync();
                                await Task.Delay(Timeout.Infinite, token);
                            }
                        )
                    ),
                    config
                );
            case "one of three tools":
                return (
                    new Agent("Assistant")
                    {
                        ChatClient = Calling("quick", "tool", "failing"),
                        Tools =
                        [
                            Agents.Tool("quick", () => "ok"),
                            Agents.Tool("tool", stuck.HangAsync),
                            Agents.Tool("failing", void () => throw new InvalidOperationException("no")),
                        ],
                    },
                    config
                );
            case "approver":
                return (
                    With(Agents.Tool("tool", () => "ok").RequiringApproval()),
                    config with
                    {
                        ApproveTool = (_, _) => new ValueTask<ToolApproval>(stuck.HangAsync<ToolApproval>()),
                    }
                );
            case "reducer":
                return (agent, config with { Reducer = new StuckReducer(stuck) });
            case "nested model":
                return (With(new Agent("Inner") { ChatClient = HangingModel(stuck) }.AsTool("tool")), config);
            case "nested tool":
                return (With(With(Agents.Tool("tool", stuck.Block)).AsTool("tool")), config);
            case "agent that calls itself":
                List<AITool> tools = [];
                int calls = 0;
                Agent self = new("Assistant")
                {
                    ChatClient = new FakeChatClient
                    {
                        Answer = (_, _) =>
                            ++calls < 5
                                ? Task.FromResult(new ChatResponse(Call("tool")))
                                : stuck.HangAsync<ChatResponse>(),
                    },
                    Tools = tools,
                };
                tools.Add(self.AsTool("tool"));
                return (self, config);
            case "output guardrail":
                return (
                    new Agent("Assistant")
                    {
                        ChatClient = new ScriptedChatClient([ScriptedReply.Say("hi")]),
                        OutputGuardrails = [(_, _, _) => new ValueTask<string?>(stuck.HangAsync<string?>())],
                    },
                    config
                );
            case "input guardrail":
                return (
                    new Agent("Assistant")
                    {
                        ChatClient = new ScriptedChatClient([ScriptedReply.Say("hi")]),
                        InputGuardrails = [(_, _, _) => new ValueTask<string?>(stuck.HangAsync<string?>())],
                    },
                    config
                );
            case "session that is read":
                return (agent, config with { Session = new StuckSession(stuck, reading: true) });
            default:
                return (agent, config with { Hooks = [new StuckHooks(stuck, place)] });
        }
    }

    private static Agent With(AIFunction tool) => new("Assistant") { ChatClient = Calling("tool"), Tools = [tool] };

    private static FakeChatClient HangingModel(Stuck stuck) =>
        new() { Answer = (_, _) => stuck.HangAsync<ChatResponse>() };

    private static ScriptedChatClient Calling(params string[] tools) =>
        new(
            (request, _) =>
                request.Messages[^1].Role == ChatRole.Tool
                    ? ScriptedReply.Say("done")
                    : new ScriptedReply { ToolCalls = [.. Call(tools).Contents.Cast<FunctionCallContent>()] }
        );

    private static ChatMessage Call(params string[] tools) =>
        new(
            ChatRole.Assistant,
            [
                .. tools.Select(tool => new FunctionCallContent(
                    $"call_{tool}",
                    tool,
                    new Dictionary<string, object?> { ["input"] = "x" }
                )),
            ]
        );

    private static async IAsyncEnumerable<ChatResponseUpdate> Half(Stuck stuck)
    {
        yield return new ChatResponseUpdate(ChatRole.Assistant, "Once upon a ti");
        await stuck.HangAsync();
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Unclosable(Stuck stuck)
    {
        try
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "The end");
            throw new InvalidOperationException("The line broke");
        }
        finally
        {
            await stuck.HangAsync();
        }
    }
}
