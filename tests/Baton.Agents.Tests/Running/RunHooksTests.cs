using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>Hooks are called in order and may change what the model is asked.</summary>
public sealed class RunHooksTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hooks_are_called_in_the_order_of_the_work_the_runs_before_the_agents(bool observed)
    {
        List<string> seen = [];
        Agent agent = new("A")
        {
            ChatClient = new ScriptedChatClient([ScriptedReply.Call("hi"), ScriptedReply.Say("done")]),
            Tools = [Agents.Tool("hi", () => "hello")],
            Hooks = [new Recorder("agent", seen)],
        };

        await Runs.ResultAsync(agent, new RunConfig { Hooks = [new Recorder("run", seen)] }, observed);

        string[] places =
        [
            "before run",
            "before model",
            "after model",
            "before hi",
            "after hi: hello",
            "before model",
            "after model",
            "after run: Completed",
        ];
        seen.ShouldBe(places.SelectMany(place => new[] { $"run {place}", $"agent {place}" }));
    }

    [Fact]
    public async Task A_hook_changes_what_the_model_is_asked_for_this_call_only()
    {
        ScriptedChatClient model = new([ScriptedReply.Call("hi"), ScriptedReply.Say("done")]);
        Agent agent = new("A", "Be kind.")
        {
            ChatClient = model,
            Tools = [Agents.Tool("hi", () => "hello")],
            Hooks = [new FirstCallOnly()],
        };

        await Runner.RunAsync(agent, "go");

        model.Requests.Select(request => request.Options!.Instructions).ShouldBe(["Be brief.", "Be kind."]);
        model.Requests.Select(request => request.Options!.Temperature).ShouldBe([0.5f, null]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hook_that_fails_after_a_failed_run_hides_nothing(bool observed)
    {
        Agent agent = Agents.Saying(ScriptedReply.Fail(new IOException("the line broke")));

        RunResult result = await Runs.ResultAsync(
            agent,
            new RunConfig
            {
                Hooks = [new Clumsy()],
                Retry = new ModelRetry { MaxAttempts = 1 },
            },
            observed
        );

        result.Status.ShouldBe(RunStatus.Failed);
        result.Error!.Message.ShouldContain("the line broke");
        result.Error.Message.ShouldContain("slipped");
    }

    [Fact]
    public async Task A_hook_that_fails_after_a_cancelled_run_leaves_it_cancelled()
    {
        RunResult result = await Runs.ResultAsync(
            Agents.Saying(ScriptedReply.Say("hi")),
            new RunConfig { Hooks = [new Clumsy()] },
            observed: false,
            cancellationToken: new CancellationToken(canceled: true)
        );

        result.Status.ShouldBe(RunStatus.Cancelled);
        result.Error!.Message.ShouldContain("slipped");
    }

    private sealed class Recorder(string who, List<string> seen) : RunHooks
    {
        public override ValueTask BeforeRunAsync(RunContext context, CancellationToken cancellationToken) =>
            Note("before run");

        public override ValueTask AfterRunAsync(RunContext context, RunResult result) =>
            Note($"after run: {result.Status}");

        public override ValueTask BeforeModelCallAsync(
            RunContext context,
            ChatOptions options,
            CancellationToken cancellationToken
        ) => Note("before model");

        public override ValueTask AfterModelCallAsync(
            RunContext context,
            ChatMessage answer,
            CancellationToken cancellationToken
        ) => Note("after model");

        public override ValueTask BeforeToolCallAsync(
            RunContext context,
            FunctionCallContent call,
            CancellationToken cancellationToken
        ) => Note($"before {call.Name}");

        public override ValueTask AfterToolCallAsync(
            RunContext context,
            ToolCallRecord call,
            CancellationToken cancellationToken
        ) => Note($"after {call.Name}: {call.Result}");

        private ValueTask Note(string place)
        {
            seen.Add($"{who} {place}");
            return default;
        }
    }

    private sealed class FirstCallOnly : RunHooks
    {
        public override ValueTask BeforeModelCallAsync(
            RunContext context,
            ChatOptions options,
            CancellationToken cancellationToken
        )
        {
            if (context.TurnCount == 1)
            {
                options.Instructions = "Be brief.";
                options.Temperature = 0.5f;
            }

            return default;
        }
    }

    private sealed class Clumsy : RunHooks
    {
        public override ValueTask AfterRunAsync(RunContext context, RunResult result) =>
            throw new InvalidOperationException("slipped");
    }
}
