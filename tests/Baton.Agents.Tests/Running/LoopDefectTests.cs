using System.Text.Json;
using Baton.Agents.Histories;
using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Baton.Agents.Tools;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>What models, hooks and tools do wrong, and what the run makes of it, streamed or not.</summary>
public sealed class LoopDefectTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_that_gives_the_same_message_again_and_again_leaves_a_valid_history(bool observed)
    {
        ChatMessage same = new(ChatRole.Assistant, [new FunctionCallContent("1", "hi")]);
        Agent agent = new("A") { ChatClient = FakeChatClient.Saying(same, same, same), Tools = [Hi] };

        RunResult result = await Runs.ResultAsync(agent, new RunConfig { MaxTurns = 3 }, observed);

        result.ToolCalls.Select(call => call.CallId).ShouldBe(["1", "1_2", "1_3"]);
        HistoryRules.Validate(result.History).ShouldBeEmpty();
        ((FunctionCallContent)same.Contents[0]).CallId.ShouldBe("1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_called_tools_by_itself_leaves_a_valid_history(bool observed)
    {
        ChatResponse response = new([
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "hi") { InformationalOnly = true }]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", "hello")]),
            new ChatMessage(ChatRole.Assistant, "It says hello."),
        ]);
        Agent agent = new("A") { ChatClient = new FakeChatClient { Answer = (_, _) => Task.FromResult(response) } };

        RunResult result = await Runs.ResultAsync(agent, new RunConfig(), observed);

        result.FinalOutput.ShouldBe("It says hello.");
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, " \n")]
    [InlineData(false, " \n")]
    [InlineData(true, "")]
    [InlineData(false, "")]
    public async Task A_model_that_says_nothing_leaves_a_valid_history(bool observed, string text)
    {
        ChatMessage answer = new(ChatRole.Assistant, [new TextContent(text), new ErrorContent("hm")]);
        Agent agent = new("A") { ChatClient = FakeChatClient.Saying(answer) };

        RunResult result = await Runs.ResultAsync(agent, new RunConfig(), observed);

        result.Status.ShouldBe(RunStatus.Completed);
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "before_model")]
    [InlineData(false, "before_model")]
    [InlineData(true, "after_model")]
    [InlineData(false, "after_model")]
    [InlineData(true, "before_tool")]
    [InlineData(false, "before_tool")]
    [InlineData(true, "after_tool")]
    [InlineData(false, "after_tool")]
    [InlineData(true, "before_run")]
    [InlineData(false, "before_run")]
    public async Task A_hook_that_throws_fails_the_run_and_no_model_is_asked_again(bool observed, string where)
    {
        ScriptedChatClient model = new([
            ScriptedReply.Call("hi") with
            {
                Usage = new UsageDetails { InputTokenCount = 5, OutputTokenCount = 4 },
            },
            ScriptedReply.Say("unheard"),
        ]);
        ScriptedChatClient fallback = new([ScriptedReply.Say("me!")]);
        Agent agent = new("A") { ChatClient = model, Tools = [Hi] };

        RunResult result = await Runs.ResultAsync(
            agent,
            new RunConfig { Hooks = [new BrokenHooks(where)], FallbackModels = [ModelChoice.Of(fallback)] },
            observed
        );

        result.Status.ShouldBe(RunStatus.Failed);
        result.Error!.Message.ShouldContain(BrokenHooks.Words);
        fallback.Requests.ShouldBeEmpty();
        model.Requests.Count.ShouldBe(where is "before_run" or "before_model" ? 0 : 1);
        result.Usage.TotalTokens.ShouldBe(model.Requests.Count == 0 ? null : 9);
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Fact]
    public async Task Usage_that_comes_in_pieces_is_added_up_and_the_clients_own_stays_as_it_is()
    {
        UsageDetails piece = new() { InputTokenCount = 5, OutputTokenCount = 4 };
        Agent agent = new("A") { ChatClient = new FakeChatClient { Stream = (_, _) => Pieces() } };

        RunResult result = await Runs.ResultAsync(agent, new RunConfig(), observed: true);

        result.Usage.TotalTokens.ShouldBe(18);
        piece.InputTokenCount.ShouldBe(5);

        async IAsyncEnumerable<ChatResponseUpdate> Pieces()
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(piece)]);
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextContent("hi"), new UsageContent(piece)]);
        }
    }

    [Fact]
    public async Task Usage_events_name_the_model_that_answered()
    {
        Agent agent = new("A")
        {
            ChatClient = new ScriptedChatClient([ScriptedReply.Fail(new ModelException(ErrorKind.Unauthorized, "no"))]),
        };
        using OpenAIish second = new();

        List<AgentEvent> events = await Runs.EventsAsync(
            agent,
            new RunConfig { FallbackModels = ["other:second"], ModelClients = _ => second }
        );

        events.OfType<UsageEvent>().Single().Model.ShouldBe("second");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_that_cannot_be_shown_as_JSON_breaks_nothing(bool observed)
    {
        Agent agent = new("A")
        {
            ChatClient = new ScriptedChatClient([ScriptedReply.Call("odd"), ScriptedReply.Say("done")]),
            Tools = [new OddTool()],
        };

        RunResult result = await Runs.ResultAsync(agent, new RunConfig(), observed);

        result.Status.ShouldBe(RunStatus.Completed);
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_whose_arguments_were_changed_is_recorded_as_it_was_made(bool observed)
    {
        using JsonDocument changed = JsonDocument.Parse("""{"city":"Oslo"}""");
        List<string> seen = [];
        Agent agent = Agents.With(
            [
                ScriptedReply.Call("visit", new Dictionary<string, object?> { ["city"] = "Rome" }),
                ScriptedReply.Say("done"),
            ],
            Agents.Tool("visit", (string city) => $"Welcome to {city}").RequiringApproval()
        );

        RunResult result = await Runs.ResultAsync(
            agent,
            new RunConfig
            {
                ApproveTool = (_, _) => new(new ToolApproval(Approved: true, Arguments: changed.RootElement)),
                Hooks = [new CallLog(seen)],
            },
            observed
        );

        $"{result.ToolCalls[0].Result}".ShouldBe("Welcome to Oslo");
        $"{result.ToolCalls[0].Arguments!["city"]}".ShouldBe("Oslo");
        seen.ShouldBe(["before Oslo", "after Oslo"]);
    }

    [Fact]
    public async Task Changed_arguments_that_are_no_object_fail_the_call()
    {
        using JsonDocument changed = JsonDocument.Parse("[1]");
        Agent agent = Agents.With([ScriptedReply.Call("hi"), ScriptedReply.Say("done")], Hi.RequiringApproval());

        RunResult result = await Runner.RunAsync(
            agent,
            "go",
            new RunConfig
            {
                ApproveTool = (_, _) => new(new ToolApproval(Approved: true, Arguments: changed.RootElement)),
            }
        );

        result.ToolCalls[0].Error!.ShouldContain("not a JSON object");
    }

    private static AIFunction Hi { get; } = Agents.Tool("hi", () => "hello");

    private sealed class CallLog(List<string> seen) : RunHooks
    {
        public override ValueTask BeforeToolCallAsync(
            RunContext context,
            FunctionCallContent call,
            CancellationToken cancellationToken
        )
        {
            seen.Add($"before {call.Arguments!["city"]}");
            return default;
        }

        public override ValueTask AfterToolCallAsync(
            RunContext context,
            ToolCallRecord call,
            CancellationToken cancellationToken
        )
        {
            seen.Add($"after {call.Arguments!["city"]}");
            return default;
        }
    }

    private sealed class BrokenHooks(string where) : RunHooks
    {
        public const string Words = "The hook is broken";

        public override ValueTask BeforeRunAsync(RunContext context, CancellationToken cancellationToken) =>
            At("before_run");

        public override ValueTask BeforeModelCallAsync(
            RunContext context,
            ChatOptions options,
            CancellationToken cancellationToken
        ) => At("before_model");

        public override ValueTask AfterModelCallAsync(
            RunContext context,
            ChatMessage answer,
            CancellationToken cancellationToken
        ) => At("after_model");

        public override ValueTask BeforeToolCallAsync(
            RunContext context,
            FunctionCallContent call,
            CancellationToken cancellationToken
        ) => At("before_tool");

        public override ValueTask AfterToolCallAsync(
            RunContext context,
            ToolCallRecord call,
            CancellationToken cancellationToken
        ) => At("after_tool");

        // An exception that would be repeated had a model thrown it.
        private ValueTask At(string place) => place == where ? throw new IOException(Words) : default;
    }

    private sealed class OddTool : AIFunction
    {
        public override string Name => "odd";

        protected override ValueTask<object?> InvokeCoreAsync(
            AIFunctionArguments arguments,
            CancellationToken cancellationToken
        ) => new(new Odd());
    }

    private sealed class Odd
    {
        public string Broken => throw new ArgumentException("Nobody may look");

        public override string ToString() => throw new ArgumentException("Nobody may look");
    }

    private sealed class OpenAIish : DelegatingChatClient
    {
        public OpenAIish()
            : base(
                new ScriptedChatClient([
                    ScriptedReply.Say("hi") with
                    {
                        Usage = new UsageDetails { InputTokenCount = 1, OutputTokenCount = 1 },
                    },
                ])
            ) { }

        public override object? GetService(Type serviceType, object? serviceKey = null) => null;
    }
}
