using Baton.Agents.Histories;
using Baton.Agents.Providers.Scripted;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

public sealed class RunnerTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void A_run_waits_for_the_answer_on_the_calling_thread()
    {
        RunResult result = Runner.RunSync(Agents.Saying(ScriptedReply.Say("Hi!")), "Hello!", cancellationToken: Token);

        result.FinalOutput.ShouldBe("Hi!");
        result.Status.ShouldBe(RunStatus.Completed);
        result.TurnCount.ShouldBe(1);
        result.RunId.ShouldNotBeEmpty();
        result
            .History.Select(message => (message.Role.Value, message.Text))
            .ShouldBe([("user", "Hello!"), ("assistant", "Hi!")]);
    }

    [Fact]
    public async Task Instructions_tools_and_options_reach_the_model()
    {
        ScriptedChatClient model = new([ScriptedReply.Say("ok")]);
        Agent agent = new("Assistant", "Be brief.")
        {
            ChatClient = model,
            Tools = [Agents.Tool("weather", () => "sunny")],
            Options = new ChatOptions { Temperature = 0.3f },
        };

        await Runner.RunAsync(agent, "Hello!", cancellationToken: Token);

        ChatOptions options = model.Requests[0].Options!;
        options.Instructions.ShouldBe("Be brief.");
        options.Temperature.ShouldBe(0.3f);
        options.Tools!.Select(tool => tool.Name).ShouldBe(["weather"]);
    }

    [Fact]
    public async Task Tools_of_one_answer_run_at_once_and_are_told_in_the_order_of_the_calls()
    {
        using SemaphoreSlim secondRan = new(0);
        Agent agent = Agents.With(
            [Agents.Calls(("1", "first"), ("2", "second")), ScriptedReply.Say("done")],
            Agents.Tool(
                "first",
                async () =>
                {
                    await secondRan.WaitAsync(Token);
                    return "one";
                }
            ),
            Agents.Tool(
                "second",
                () =>
                {
                    secondRan.Release();
                    return "two";
                }
            )
        );

        RunResult result = await Runner.RunAsync(agent, "go", cancellationToken: Token);

        result.FinalOutput.ShouldBe("done");
        result.TurnCount.ShouldBe(2);
        result.ToolCalls.Select(call => (call.Name, $"{call.Result}")).ShouldBe([("first", "one"), ("second", "two")]);
        result.History[2].Contents.Cast<FunctionResultContent>().Select(content => content.CallId).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task A_tool_that_asks_for_the_run_gets_it_and_the_model_is_not_told()
    {
        AIFunction tool = AIFunctionFactory.Create(
            (RunContext context, string key) =>
            {
                context.SetVariable("seen", key);
                return context.RunId;
            },
            "remember"
        );
        ScriptedChatClient model = new([
            ScriptedReply.Call("remember", new Dictionary<string, object?> { ["key"] = "tea" }),
            ScriptedReply.Say("done"),
        ]);
        Agent agent = new("Assistant") { ChatClient = model, Tools = [tool] };

        RunResult result = await Runner.RunAsync(agent, "go", new RunConfig { RunId = "r1" }, cancellationToken: Token);

        $"{result.ToolCalls[0].Result}".ShouldBe("r1");
        string schema = model.Requests[0].Options!.Tools!.OfType<AIFunction>().Single().JsonSchema.GetRawText();
        schema.ShouldContain("key");
        schema.ShouldNotContain("context");
    }

    [Fact]
    public async Task What_the_model_gets_wrong_about_tools_is_told_to_it()
    {
        FunctionCallContent unreadable = new("3", "add") { Exception = new FormatException("not JSON") };
        Agent agent = Agents.With(
            [
                new ScriptedReply
                {
                    ToolCalls =
                    [
                        new FunctionCallContent("1", "nothing"),
                        new FunctionCallContent("2", "add", new Dictionary<string, object?> { ["number"] = "x" }),
                        unreadable,
                        new FunctionCallContent("4", "fail"),
                    ],
                },
                ScriptedReply.Say("sorry"),
            ],
            Agents.Tool("add", (int number) => number + 1),
            Agents.Tool("fail", void () => throw new InvalidOperationException("no luck"))
        );

        RunResult result = await Runner.RunAsync(agent, "go", cancellationToken: Token);

        result.Status.ShouldBe(RunStatus.Completed);
        result.ToolCalls.Select(call => call.Error is not null).ShouldAllBe(failed => failed);
        result.ToolCalls[0].Error.ShouldBe("There is no tool `nothing`; there are: add, fail");
        result.ToolCalls[2].Error.ShouldBe("The arguments cannot be read: not JSON");
        result.ToolCalls[3].Error.ShouldBe("no luck");
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Fact]
    public async Task Calls_of_one_identifier_are_told_apart()
    {
        Agent agent = Agents.With(
            [Agents.Calls(("1", "hi"), ("1", "hi")), Agents.Calls(("1", "hi"), ("", "hi")), ScriptedReply.Say("done")],
            Agents.Tool("hi", () => "hi")
        );

        RunResult result = await Runner.RunAsync(agent, "go", cancellationToken: Token);

        result.ToolCalls.Select(call => call.CallId).ShouldBe(["1", "1_2", "1_3", "call_0"]);
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failing_tool_ends_the_run_when_that_is_wanted()
    {
        TaskCompletionSource started = new();
        TaskCompletionSource stopped = new();
        Agent agent = Agents.With(
            [Agents.Calls(("1", "wait"), ("2", "fail"))],
            Agents.Tool(
                "wait",
                async (CancellationToken token) =>
                {
                    started.SetResult();
                    try
                    {
                        await Task.Delay(Timeout.Infinite, token);
                    }
                    finally
                    {
                        stopped.SetResult();
                    }
                }
            ),
            Agents.Tool(
                "fail",
                async Task () =>
                {
                    await started.Task;
                    throw new InvalidOperationException("no luck");
                }
            )
        );

        RunResult result = await Runner.RunAsync(
            agent,
            "go",
            new RunConfig { StopOnToolError = true },
            cancellationToken: Token
        );

        await stopped.Task.WaitAsync(Token);
        result.Status.ShouldBe(RunStatus.Failed);
        result.Error!.Kind.ShouldBe(ErrorKind.Tool);
        result.Error.Message.ShouldBe("The tool `fail` failed: no luck");
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_wants_more_turns_fails_with_a_history_that_goes_on()
    {
        Agent agent = Agents.With(
            [.. Enumerable.Range(1, 3).Select(number => ScriptedReply.Call("hi", callId: $"{number}"))],
            Agents.Tool("hi", () => "hi")
        );

        RunResult result = await Runner.RunAsync(agent, "go", new RunConfig { MaxTurns = 3 }, cancellationToken: Token);

        result.Status.ShouldBe(RunStatus.Failed);
        result.LimitReached.ShouldBe("max_turns");
        result.TurnCount.ShouldBe(3);
        RunResult second = await Runner.RunAsync(
            Agents.Saying(ScriptedReply.Say("done")),
            "finish",
            history: result.History,
            cancellationToken: Token
        );
        second.FinalOutput.ShouldBe("done");
        HistoryRules.Validate(second.History).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_input_that_the_caller_has_added_already_is_not_said_twice()
    {
        ScriptedChatClient model = new([ScriptedReply.Say("yes")]);
        Agent agent = new("Assistant") { ChatClient = model };

        await Runner.RunAsync(
            agent,
            "still there?",
            history: [new ChatMessage(ChatRole.User, "still there?")],
            cancellationToken: Token
        );

        model.Requests[0].Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Tokens_and_cost_are_bounded_before_tools_run()
    {
        int calls = 0;
        ScriptedReply call = ScriptedReply.Call("count") with
        {
            Usage = new UsageDetails { InputTokenCount = 60, OutputTokenCount = 60 },
        };
        Agent agent = Agents.With([call], Agents.Tool("count", () => ++calls));

        RunResult result = await Runner.RunAsync(
            agent,
            "go",
            new RunConfig { MaxTokens = 100 },
            cancellationToken: Token
        );

        result.LimitReached.ShouldBe("max_tokens");
        result.Usage.TotalTokens.ShouldBe(120);
        calls.ShouldBe(0);
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handoff_lets_another_agent_answer()
    {
        Agent billing = new("Billing", "You know about bills.")
        {
            ChatClient = new ScriptedChatClient([ScriptedReply.Say("It is paid.")]),
        };
        Agent front = new("Front")
        {
            ChatClient = new ScriptedChatClient([ScriptedReply.Call("transfer_to_Billing")]),
            Handoffs = { billing },
        };

        RunResult result = await Runner.RunAsync(front, "my bill?", cancellationToken: Token);

        result.FinalOutput.ShouldBe("It is paid.");
        result.AgentName.ShouldBe("Billing");
    }

    [Fact]
    public async Task An_agent_as_a_tool_works_in_a_run_of_its_own_at_the_callers_cost()
    {
        Agent poet = new("Poet", "You write poems.")
        {
            ChatClient = new ScriptedChatClient([
                ScriptedReply.Say("Roses are red.") with
                {
                    Usage = new UsageDetails { InputTokenCount = 5, OutputTokenCount = 4 },
                },
            ]),
        };
        Agent editor = Agents.With(
            [
                ScriptedReply.Call("Poet", new Dictionary<string, object?> { ["input"] = "a poem" }),
                ScriptedReply.Say("Here it is."),
            ],
            poet.AsTool()
        );

        List<AgentEvent> events = [];
        await foreach (AgentEvent happened in new StreamingRunner(editor).RunAsync("go", cancellationToken: Token))
        {
            events.Add(happened);
        }

        RunResult result = events.OfType<RunEndedEvent>().Single().Result;
        $"{result.ToolCalls[0].Result}".ShouldBe("Roses are red.");
        result.Usage.TotalTokens.ShouldBe(9);
        string.Concat(
                events
                    .OfType<NestedEvent>()
                    .Select(nested => nested.Event)
                    .OfType<TextEvent>()
                    .Select(text => text.Content)
            )
            .ShouldBe("Roses are red.");
        events.OfType<TextEvent>().Select(text => text.Content).ShouldBe(["Here ", "it ", "is."]);
    }

    [Fact]
    public async Task The_typed_stream_tells_everything_in_order()
    {
        Agent agent = Agents.With(
            [ScriptedReply.Call("hi"), ScriptedReply.Say("all done")],
            Agents.Tool("hi", () => "hello")
        );

        List<string> types = [];
        await foreach (AgentEvent happened in new StreamingRunner(agent).RunAsync("go", cancellationToken: Token))
        {
            types.Add(happened.Type);
        }

        types.ShouldBe([
            "run_start",
            "turn_start",
            "tool_arguments",
            "tool_call",
            "tool_result",
            "turn_end",
            "turn_start",
            "text",
            "text",
            "turn_end",
            "final",
            "run_end",
        ]);
    }

    [Fact]
    public async Task The_end_of_the_tools_is_never_taken_for_the_end_of_the_reader()
    {
        for (int round = 0; round < 2000; round++)
        {
            Agent agent = Agents.With(
                [ScriptedReply.Call("hi"), ScriptedReply.Say("done")],
                Agents.Tool("hi", () => "hi")
            );

            AgentEvent? last = null;
            await foreach (AgentEvent happened in new StreamingRunner(agent).RunAsync("go", cancellationToken: Token))
            {
                last = happened;
            }

            last.ShouldBeOfType<RunEndedEvent>().Result.Status.ShouldBe(RunStatus.Completed);
        }
    }

    [Fact]
    public async Task Abandoning_the_stream_cancels_the_run()
    {
        TaskCompletionSource started = new();
        TaskCompletionSource stopped = new();
        Agent agent = Agents.With(
            [Agents.Calls(("1", "hi"), ("2", "wait"))],
            Agents.Tool("hi", () => started.Task),
            Agents.Tool(
                "wait",
                async (CancellationToken token) =>
                {
                    started.SetResult();
                    try
                    {
                        await Task.Delay(Timeout.Infinite, token);
                    }
                    finally
                    {
                        stopped.SetResult();
                    }
                }
            )
        );

        await foreach (AgentEvent happened in new StreamingRunner(agent).RunAsync("go", cancellationToken: Token))
        {
            if (happened is ToolResultEvent)
            {
                break;
            }
        }

        await stopped.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task A_typed_answer_is_corrected_until_it_fits()
    {
        ScriptedChatClient model = new([
            ScriptedReply.Say("""{"name":"Oslo"}"""),
            ScriptedReply.Say("""{"name":"Oslo","population":709000}"""),
        ]);
        Agent agent = new("Assistant") { ChatClient = model };

        RunResult<City> result = await Runner.RunAsync<City>(agent, "a city", cancellationToken: Token);

        result.Output.ShouldBe(new City("Oslo", 709_000));
        model.Requests[1].Messages[^1].Text.ShouldContain("population");
        model.Requests[0].Options!.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>();
    }

    [Fact]
    public async Task A_typed_answer_may_be_a_list()
    {
        Agent agent = Agents.Saying(ScriptedReply.Say("""{"value":[1,2,3]}"""));

        RunResult<int[]> result = await Runner.RunAsync<int[]>(agent, "numbers", cancellationToken: Token);

        result.Output.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_call_that_requires_approval_pauses_the_run_which_goes_on_from_JSON()
    {
        Agent agent = Agents.With(
            [Agents.Calls(("1", "look"), ("2", "delete")), ScriptedReply.Say("deleted")],
            Agents.Tool("look", () => "seen"),
            Tools.ApprovalExtensions.RequiringApproval(Agents.Tool("delete", () => "gone"))
        );

        RunResult paused = await Runner.RunAsync(
            agent,
            "clean up",
            new RunConfig { Variables = new Dictionary<string, object?> { ["user"] = "Alice" } },
            cancellationToken: Token
        );

        paused.Status.ShouldBe(RunStatus.Running);
        paused.Paused!.Approvals.Select(call => call.ToolName).ShouldBe(["delete"]);
        HistoryRules.Validate(paused.History).ShouldBeEmpty();
        PausedRun restored = PausedRun.FromJson(paused.Paused.ToJson());
        RunResult result = await Runner.ResumeAsync(
            agent,
            restored,
            new Dictionary<string, ToolApproval> { ["2"] = new(Approved: true) },
            cancellationToken: Token
        );

        result.Status.ShouldBe(RunStatus.Completed);
        result.RunId.ShouldBe(paused.RunId);
        result.FinalOutput.ShouldBe("deleted");
        result.ToolCalls.Select(call => $"{call.Name} {call.Result}").ShouldBe(["look seen", "delete gone"]);
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    private sealed record City(string Name, int Population);
}
