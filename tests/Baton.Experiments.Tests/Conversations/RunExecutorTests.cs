using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Agents.Providers.Scripted;
using Baton.Experiments.Conversations;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;
using Baton.Experiments.Traces;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Tests.Conversations;

public sealed class RunExecutorTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task One_turn_becomes_a_trace_with_its_answer_and_no_conversation()
    {
        RunRecord record = await Execute(FakeAgent.Echo(), Run("hi"));

        record.Trace.Output.ShouldBe("you said hi");
        record.Trace.Success.ShouldBeTrue();
        record.Trace.Conversation.ShouldBeNull();
        record.Trace.TraceId.ShouldBe("trace_000001");
        record
            .Observations.Select(item => (item.Type, item.Name))
            .ShouldBe([("span_start", "agent_run"), ("span_end", "agent_run")]);
    }

    [Fact]
    public async Task Notes_and_scenario_are_in_the_trace_and_not_handed_to_the_agent()
    {
        JsonObject? handed = null;
        FakeAgent agent = new(
            (context, _) =>
            {
                handed = context.Metadata;
                return [new FinalEvent("ok")];
            }
        );
        PlannedRun run = Run("hi");

        RunRecord record = await Execute(
            agent,
            run with
            {
                Input = run.Input with
                {
                    Metadata = new JsonObject { ["topic"] = "orders" },
                    Scenario = "You are Mia.",
                    Notes = new JsonObject { ["rubric"] = "is kind" },
                },
            }
        );

        handed!.Select(fact => fact.Key).ShouldBe(["topic"]);
        record.Trace.Metadata!["scenario"]!.GetValue<string>().ShouldBe("You are Mia.");
        record.Trace.Metadata!["notes"]!["rubric"]!.GetValue<string>().ShouldBe("is kind");
    }

    [Fact]
    public async Task An_error_keeps_the_text_that_came_before_it()
    {
        FakeAgent agent = new(
            (_, _) =>
                [
                    new TextEvent("half "),
                    new TextEvent("an answer"),
                    new ErrorEvent(new AgentError(ErrorKind.ConnectionLost, "gone")),
                ]
        );

        RunRecord record = await Execute(agent, Run("hi"));

        record.Trace.Output.ShouldBe("half an answer");
        record.Trace.Outcome.ShouldBe(RunOutcome.Failed);
        record.Trace.Error.ShouldBe(new TraceError("connection_lost", "gone"));
        agent.OpenConversations.ShouldBe(0);
    }

    [Fact]
    public async Task A_guard_makes_the_run_limited_and_keeps_its_partial_output()
    {
        FakeAgent agent = new((_, _) => [new TextEvent("so far"), new LimitEvent("max_duration", "1 s passed")]);

        RunTrace trace = (await Execute(agent, Run("hi"))).Trace;

        trace.Outcome.ShouldBe(RunOutcome.Limited);
        trace.Output.ShouldBe("so far");
        trace.Error!.Kind.ShouldBe("max_duration");
    }

    [Fact]
    public async Task An_agent_that_ends_without_an_outcome_is_a_failed_run()
    {
        RunTrace trace = (await Execute(new FakeAgent((_, _) => []), Run("hi"))).Trace;

        trace.Error!.Kind.ShouldBe(ErrorKind.NoOutput);
    }

    [Fact]
    public async Task An_exception_out_of_an_agent_is_an_internal_error_of_that_run()
    {
        FakeAgent agent = new((_, _) => throw new InvalidOperationException("boom"));

        RunTrace trace = (await Execute(agent, Run("hi"))).Trace;

        trace.Error!.Kind.ShouldBe(ErrorKind.Internal);
        trace.Error.Message.ShouldContain("boom");
    }

    [Fact]
    public async Task Cancelling_leaves_no_record_and_no_open_conversation()
    {
        using CancellationTokenSource source = new();
        FakeAgent agent = new((_, _) => Cancelling(source));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new RunExecutor(agent, supervisor: null, new RunExecutorOptions(), _time).ExecuteAsync(
                Run("hi"),
                source.Token
            )
        );

        agent.OpenConversations.ShouldBe(0);
    }

    [Fact]
    public async Task Tool_calls_become_spans_and_entries_of_the_trace()
    {
        JsonElement arguments = JsonElement.Parse("""{"city":"Oslo"}""");
        FakeAgent agent = new(
            (_, _) =>
                [
                    new ToolCallEvent("c1", "weather", arguments),
                    new ToolResultEvent("c1", JsonElement.Parse("\"rain\"")),
                    new ToolCallEvent("c2", "never_answers", null),
                    new FinalEvent("it rains"),
                ]
        );

        RunRecord record = await Execute(agent, Run("weather?"));

        record
            .Trace.ToolCalls.Select(call => (call.Name, call.Result?.GetString()))
            .ShouldBe([("weather", "rain"), ("never_answers", null)]);
        Observation unanswered = record.Observations.Single(item =>
            item is { Type: "span_end", Name: "never_answers" }
        );
        unanswered.Error.ShouldBe("not ended by the agent");
        record
            .Observations.Count(item => item.Type == "span_start")
            .ShouldBe(record.Observations.Count(item => item.Type == "span_end"));
    }

    [Fact]
    public async Task A_tool_call_that_has_a_span_of_its_own_is_one_observation_and_one_call()
    {
        JsonElement arguments = JsonElement.Parse("""{"city":"Seoul"}""");
        FakeAgent agent = new(
            (_, _) =>
                [
                    new SpanStartedEvent("s1", "weather", "tool") { Input = arguments },
                    new ToolCallEvent("s1", "weather", arguments),
                    new ToolResultEvent("s1", Result: null, "no network"),
                    new SpanEndedEvent("s1") { Error = "no network" },
                    new FinalEvent("unknown"),
                ]
        );

        RunRecord record = await Execute(agent, Run("hi"));

        record
            .Observations.Where(item => item.Name == "weather")
            .Select(item => (item.Type, item.SpanId, item.Error))
            .ShouldBe([("span_start", "s1", null), ("span_end", "s1", "no network")]);
        record.Trace.ToolCalls.ShouldHaveSingleItem().Error.ShouldBe("no network");
    }

    [Fact]
    public async Task Usage_is_the_sum_of_all_calls_of_all_turns()
    {
        FakeAgent agent = new(
            (_, _) =>
                [
                    new UsageEvent(
                        new Usage
                        {
                            InputTokens = 3,
                            OutputTokens = 2,
                            Cost = 0.1m,
                        }
                    ),
                    new UsageEvent(new Usage { InputTokens = 4 }),
                    new FinalEvent("ok"),
                ]
        );

        RunTrace trace = (
            await Execute(agent, Run("hi") with { Input = Input("hi") with { Turns = [new("more")] } })
        ).Trace;

        trace.TokenUsage.ShouldBe(new TraceTokens(14, 4, 18));
        trace.Cost.ShouldBe(0.2m);
    }

    [Fact]
    public async Task The_supervisor_speaks_until_it_stops_and_its_closing_word_is_recorded_but_not_answered()
    {
        FakeAgent agent = FakeAgent.Echo();
        FakeSupervisor supervisor = new(request =>
            request.SupervisorTurn < 2
                ? new SupervisorDecision
                {
                    Continue = true,
                    NextUserMessage = $"q{request.SupervisorTurn}",
                    Usage = new Usage { InputTokens = 5 },
                }
                : new SupervisorDecision
                {
                    Continue = false,
                    TerminationReason = "done",
                    ClosingUserMessage = "bye",
                }
        );

        RunTrace trace = (await Execute(agent, Run("hi"), supervisor)).Trace;

        trace.Conversation!.State.ShouldBe("completed");
        trace.Conversation.TerminationReason.ShouldBe("supervisor_stop");
        trace.Conversation.TurnCount.ShouldBe(3);
        trace
            .Conversation.History.Select(message => (message.Turn, message.Role, message.Content))
            .ShouldBe([
                (1, "user", "hi"),
                (1, "assistant", "you said hi"),
                (2, "user", "q0"),
                (2, "assistant", "you said q0"),
                (3, "user", "q1"),
                (3, "assistant", "you said q1"),
                (3, "user", "bye"),
            ]);
        trace.SupervisorTokenUsage.ShouldBe(new TraceTokens(10, null, 10));
        trace.TokenUsage.ShouldBeNull();
        agent.Turns[2].History.Select(message => message.Text).ShouldBe(["hi", "you said hi", "q0", "you said q0"]);
    }

    [Fact]
    public async Task Max_turns_ends_a_conversation_without_asking_the_supervisor_again()
    {
        FakeSupervisor supervisor = new(_ => new SupervisorDecision { Continue = true, NextUserMessage = "more" });

        RunTrace trace = (await Execute(FakeAgent.Echo(), Run("hi"), supervisor, maxTurns: 3)).Trace;

        trace.Conversation!.TerminationReason.ShouldBe("max_turns");
        trace.Conversation.State.ShouldBe("terminated");
        trace.Conversation.TurnCount.ShouldBe(3);
        supervisor.Requests.Count.ShouldBe(2);
        trace.Success.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failing_supervisor_is_a_simulator_fault_and_not_the_agents()
    {
        FakeSupervisor supervisor = new(_ =>
            throw new SupervisorException("no JSON: `hello`") { Usage = new Usage { TotalTokens = 7 } }
        );

        RunTrace trace = (await Execute(FakeAgent.Echo(), Run("hi"), supervisor)).Trace;

        trace.Outcome.ShouldBe(RunOutcome.SimulatorFault);
        trace.Error!.Kind.ShouldBe(ErrorKind.Supervisor);
        trace.Conversation!.TerminationReason.ShouldBe("error");
        trace.SupervisorTokenUsage!.Total.ShouldBe(7);
    }

    [Fact]
    public async Task Fixed_turns_come_before_the_supervisor_or_end_the_conversation()
    {
        FakeSupervisor supervisor = new(_ => new SupervisorDecision { Continue = false });
        ExperimentInput scripted = Input("one") with { Turns = [new("two"), new("three")] };

        RunTrace simulated = (await Execute(FakeAgent.Echo(), Run("one") with { Input = scripted }, supervisor)).Trace;
        RunTrace fixedOnly = (
            await Execute(
                FakeAgent.Echo(),
                Run("one") with
                {
                    Input = scripted with { SimulateAfterTurns = false },
                },
                supervisor
            )
        ).Trace;

        simulated.Conversation!.TerminationReason.ShouldBe("supervisor_stop");
        fixedOnly.Conversation!.TerminationReason.ShouldBe("script_complete");
        fixedOnly.Conversation.TurnCount.ShouldBe(3);
        supervisor.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_breaks_its_expectation_fails_the_run_and_names_the_turn()
    {
        ExperimentInput input = Input("one") with
        {
            Turns = [new("two", new TurnExpectation { Contains = ["banana"], ToolCalled = ["search"] }), new("three")],
        };

        RunTrace trace = (await Execute(FakeAgent.Echo(), Run("one") with { Input = input })).Trace;

        trace.Error!.Kind.ShouldBe(ErrorKind.Expectation);
        trace.Error.Message.ShouldBe("turn 2: the answer does not contain `banana`; the tool `search` was not called");
        trace.Conversation!.TurnCount.ShouldBe(2);
    }

    [Theory]
    [InlineData(ApprovalDecision.Approve, "approved ")]
    [InlineData(ApprovalDecision.Edit, """approved {"n":2}""")]
    [InlineData(ApprovalDecision.Deny, "denied: too dear")]
    public async Task A_scripted_decision_answers_the_agents_request(ApprovalDecision decision, string expected)
    {
        FakeAgent agent = new((_, _) => [new ToolApprovalRequestedEvent("c1", "buy", null), new FinalEvent("done")]);
        ExperimentInput input = Input("buy") with
        {
            Approvals = [new ScriptedApproval(1, "buy", decision, new JsonObject { ["n"] = 2 }, "too dear")],
        };
        FakeAgent listening = new(
            (context, turn) =>
                [new ToolApprovalRequestedEvent("c1", "buy", null), new ErrorEvent(new AgentError("x", "y"))]
        );

        RunTrace trace = (await Execute(listening, Run("buy") with { Input = input })).Trace;

        trace.Output.ShouldBe(expected);
        agent.OpenConversations.ShouldBe(0);
    }

    [Fact]
    public async Task Streaming_is_measured_from_the_first_piece_to_the_last()
    {
        FakeAgent agent = new((_, _) => Slowly());

        RunTrace trace = (await Execute(agent, Run("hi"))).Trace;

        trace.FirstOutputMs.ShouldBe(100);
        trace.LongestGapMs.ShouldBe(400);
        trace.OutputRate.ShouldBe(8);
        trace.DurationMs.ShouldBe(600);

        IEnumerable<AgentEvent> Slowly()
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            yield return new TextEvent("a");
            _time.Advance(TimeSpan.FromMilliseconds(400));
            yield return new TextEvent("bc");
            _time.Advance(TimeSpan.FromMilliseconds(100));
            yield return new TextEvent("de");
            yield return new FinalEvent("abcde");
        }
    }

    [Fact]
    public async Task Spans_of_the_agent_hang_below_the_turn_even_when_their_parents_form_a_circle()
    {
        FakeAgent agent = new(
            (_, _) =>
                [
                    new SpanStartedEvent("a", "outer", "chain") { ParentSpanId = "b" },
                    new SpanStartedEvent("b", "inner", "chain") { ParentSpanId = "a" },
                    new SpanStartedEvent("c", "model", "generation"),
                    new FinalEvent("ok"),
                ]
        );

        RunRecord record = await Execute(agent, Run("hi"));

        record
            .Observations.Single(item => item is { Name: "model", Type: "span_start" })
            .ParentSpanId.ShouldBe(record.Observations[0].SpanId);
        record.Observations.ShouldContain(item => item.Name == "model" && item.Type == "span_end");
    }

    [Fact]
    public async Task An_agent_that_works_for_no_tool_call_hangs_below_the_turn()
    {
        FakeAgent agent = new(
            (_, _) =>
                [
                    new NestedEvent("member-1", "poet", new UsageEvent(new Usage { InputTokens = 2 })),
                    new NestedEvent(
                        "member-2",
                        "critic",
                        new ErrorEvent(new AgentError(ErrorKind.Timeout, "too slow"))
                    ),
                    new NestedEvent("member-1", "poet", new FinalEvent("a rose")),
                    new FinalEvent("a rose"),
                ]
        );

        RunRecord record = await Execute(agent, Run("hi"));

        string turn = record.Observations[0].SpanId!;
        record
            .Observations.Where(item => item is { Kind: "agent", Name: "poet" or "critic" })
            .Select(item => (item.Type, item.Name, item.ParentSpanId, item.Error))
            .ShouldBe([
                ("span_start", "poet", turn, null),
                ("span_start", "critic", turn, null),
                ("span_end", "critic", turn, "too slow"),
                ("span_end", "poet", turn, null),
            ]);
        record.Trace.TokenUsage.ShouldNotBeNull().Input.ShouldBe(2);
    }

    [Fact]
    public async Task An_agent_that_works_in_a_span_hangs_below_it_and_begins_anew_when_it_is_asked_again()
    {
        FakeAgent agent = new(
            (_, _) =>
                [
                    new SpanStartedEvent("1/write", "write", "step"),
                    new NestedEvent("1/write", "writer", new ErrorEvent(new AgentError(ErrorKind.Agent, "oops"))),
                    new NestedEvent("1/write", "writer", new FinalEvent("a rose")),
                    new SpanEndedEvent("1/write"),
                    new FinalEvent("a rose"),
                ]
        );

        RunRecord record = await Execute(agent, Run("hi"));

        record
            .Observations.Where(item => item is { Name: "writer" })
            .Select(item => (item.Type, item.ParentSpanId, item.Error, item.Output?.GetString()))
            .ShouldBe([
                ("span_start", "1/write", null, null),
                ("span_end", "1/write", "oops", null),
                ("span_start", "1/write", null, null),
                ("span_end", "1/write", null, "a rose"),
            ]);
    }

    [Fact]
    public async Task The_agent_sees_persona_iteration_and_metadata()
    {
        ConversationContext? seen = null;
        FakeAgent agent = new(
            (context, _) =>
            {
                seen = context;
                return [new FinalEvent("ok")];
            }
        );
        Persona persona = new()
        {
            Name = "novice",
            Description = "New here.",
            Goals = ["learn"],
        };

        RunTrace trace = (
            await Execute(
                agent,
                Run("hi") with
                {
                    Persona = persona,
                    Iteration = 4,
                    Input = Input("hi") with
                    {
                        Metadata = new JsonObject { ["k"] = 1 },
                        Expected = "42",
                    },
                }
            )
        ).Trace;

        seen!.Persona!.Name.ShouldBe("novice");
        seen.Persona.Prompt.ShouldBe("New here.\nGoals: learn");
        seen.Iteration.ShouldBe(4);
        trace.Persona.ShouldBe("novice");
        trace.Metadata!.ToJsonString().ShouldBe("""{"k":1,"expected":"42"}""");
    }

    [Fact]
    public async Task An_agent_of_the_runtime_is_rehearsed_like_a_target_with_the_agents_inside_it()
    {
        Agent poet = new("Poet", "You write poems.")
        {
            ChatClient = new ScriptedChatClient([
                ScriptedReply.Say("Roses.") with
                {
                    Usage = new UsageDetails { InputTokenCount = 5, OutputTokenCount = 4 },
                },
            ]),
        };
        Agent editor = new("Editor")
        {
            ChatClient = new ScriptedChatClient([
                ScriptedReply.Call("Poet", new Dictionary<string, object?> { ["input"] = "a poem" }, "c1"),
                ScriptedReply.Say("Here: Roses.") with
                {
                    Usage = new UsageDetails { InputTokenCount = 2, OutputTokenCount = 1 },
                },
            ]),
            Tools = [poet.AsTool()],
        };

        RunRecord record = await Execute(editor, Run("a poem, please"));

        record.Trace.Output.ShouldBe("Here: Roses.");
        record.Trace.ToolCalls.Single().Name.ShouldBe("Poet");
        record.Trace.TokenUsage!.Total.ShouldBe(12);
        Observation tool = record.Observations.First(item => item.Name == "Poet" && item.Kind == "tool");
        Observation agent = record.Observations.First(item => item.Name == "Poet" && item.Kind == "agent");
        agent.ParentSpanId.ShouldBe(tool.SpanId);
        record.Observations.Count(item => item.Type == "span_start").ShouldBe(3);
        record.Observations.Count(item => item.Type == "span_end").ShouldBe(3);
    }

    private static IEnumerable<AgentEvent> Cancelling(CancellationTokenSource source)
    {
        yield return new TextEvent("a");
        source.Cancel();
        yield return new TextEvent("b");
    }

    private static ExperimentInput Input(string text) => new() { Id = "input_0001", Text = text };

    private static PlannedRun Run(string text) => new(0, "input_0001/-/0", Input(text), Persona: null, Iteration: 0);

    private Task<RunRecord> Execute(
        IAgent agent,
        PlannedRun run,
        FakeSupervisor? supervisor = null,
        int maxTurns = 8
    ) =>
        new RunExecutor(
            agent,
            supervisor,
            new RunExecutorOptions
            {
                MultiTurn = new MultiTurnSettings { Enabled = supervisor is not null, MaxTurns = maxTurns },
            },
            _time
        ).ExecuteAsync(run, TestContext.Current.CancellationToken);
}
