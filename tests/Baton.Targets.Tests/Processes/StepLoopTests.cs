using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Processes;
using Baton.Targets.Steps;
using Baton.Targets.Templates;

namespace Baton.Targets.Tests.Processes;

public sealed class StepLoopTests
{
    private const string Counter = """
        import json, os, sys
        count = 0
        for line in sys.stdin:
            asked = json.loads(line)
            count += 1
            if asked["input"] == "die":
                os._exit(3)
            if count == 3 and os.environ.get("THIRD") == "error":
                print(json.dumps({"type": "error", "error": "lost"}), flush=True)
                continue
            print(json.dumps({"type": "observation", "name": "counted", "data": count}))
            heard = asked["input"] if isinstance(asked["input"], str) else asked["input"]["count"]
            print(json.dumps({"type": "final", "output": {
                "heard": heard, "count": count, "step": asked["context"]["step"], "done": count % 3 == 0, "text": f"at {count}",
            }}), flush=True)
        """;

    [Fact]
    public async Task Each_step_is_an_input_and_hears_the_result_before()
    {
        await using AgentFixture fixture = new();
        await using IConversation conversation = Stepping(fixture)
            .StartConversation(new ConversationContext { RunId = "run-1" });

        List<AgentEvent> first = await conversation.AskAsync("go");
        List<AgentEvent> second = await conversation.AskAsync("on", 2);

        first.Answer().ShouldBe("at 3");
        second.Answer().ShouldBe("at 6");
        JsonElement[] results = [.. first.OfType<SpanEndedEvent>().Select(span => span.Output!.Value)];
        results.Select(result => result.GetProperty("heard").ToString()).ShouldBe(["go", "1", "2"]);
        results.Select(result => result.GetProperty("step").GetInt32()).ShouldBe([1, 2, 3]);
        SpanStartedEvent[] spans = [.. first.Concat(second).OfType<SpanStartedEvent>()];
        spans.Select(span => span.Name).ShouldBe(["step 1", "step 2", "step 3", "step 1", "step 2", "step 3"]);
        spans.Select(span => span.SpanId).ShouldBeUnique();
        first
            .OfType<ObservationEvent>()
            .Select(fact => fact.ParentSpanId)
            .ShouldBe(spans.Take(3).Select(span => span.SpanId));
    }

    [Fact]
    public async Task An_agent_that_answers_in_text_says_in_the_metadata_that_it_is_done()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = Stepping(
            fixture,
            """
            import json, sys
            for line in sys.stdin:
                asked = json.loads(line)
                text = asked["input"] + "!"
                print(json.dumps({"type": "final", "output": text, "metadata": {"over": len(text) > 5}}), flush=True)
            """,
            new StepOptions { DonePath = DataPath.Parse("over") }
        );

        (await target.AskAsync("abc")).Answer().ShouldBe("abc!!!");
    }

    [Fact]
    public async Task The_most_steps_are_a_limit_that_keeps_what_came()
    {
        await using AgentFixture fixture = new();

        List<AgentEvent> events = await Stepping(fixture, options: new StepOptions { MaxSteps = 2 }).AskAsync();

        events[^2].ShouldBe(new TextEvent("at 2"));
        events[^1]
            .ShouldBe(new LimitEvent("max_steps", "`python3 agent.py` was not done after 2 steps (`step.max_steps`)"));
    }

    [Fact]
    public async Task A_step_that_fails_is_named()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = Stepping(
            fixture,
            with: options => options with { Env = new Dictionary<string, string> { ["THIRD"] = "error" } }
        );

        List<AgentEvent> events = await target.AskAsync();

        events.Failure().Kind.ShouldBe(ErrorKind.Agent);
        events.Failure().Message.ShouldBe("step 3: lost");
        events.Failure().Details!["step"]!.GetValue<int>().ShouldBe(3);
        events.OfType<SpanEndedEvent>().Last().Error.ShouldBe("lost");
    }

    [Fact]
    public async Task A_process_that_ends_in_the_middle_of_a_step_fails_the_run()
    {
        await using AgentFixture fixture = new();

        List<AgentEvent> events = await Stepping(fixture).AskAsync("die");

        events.Failure().Kind.ShouldBe(ErrorKind.ProcessExit);
        events.Failure().Message.ShouldStartWith("step 1: ");
    }

    [Fact]
    public async Task An_answer_that_is_missing_at_its_path_is_an_error_that_shows_the_result()
    {
        await using AgentFixture fixture = new();

        List<AgentEvent> events = await Stepping(
                fixture,
                options: new StepOptions { OutputPath = DataPath.Parse("answer.text") }
            )
            .AskAsync();

        events.Failure().Kind.ShouldBe(ErrorKind.NoOutput);
        events
            .Failure()
            .Message.ShouldStartWith("step 3 is done and has nothing at `answer.text`; it returned {\"heard\":");
    }

    private static ProcessTarget Stepping(
        AgentFixture fixture,
        string script = Counter,
        StepOptions? options = null,
        Func<ProcessOptions, ProcessOptions>? with = null
    )
    {
        fixture.Workspace.Write("agent.py", script);
        ProcessOptions process = new() { Command = new ProcessCommand(["python3", "agent.py"]) };
        return fixture.Target(
            new RunnerOptions { Process = with?.Invoke(process) ?? process, Step = options ?? new StepOptions() }
        );
    }
}
