using Baton.Experiments.Export.Spans;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Tests.Export;

/// <summary>What the trace of a run looks like.</summary>
public sealed class RunSpansTests
{
    private const string Begin =
        """{"type":"span_start","span_id":"r","name":"agent_run","kind":"agent","timestamp":"2026-01-02T03:04:05Z","input":"question 1"}""";

    private const string End =
        """{"type":"span_end","span_id":"r","name":"agent_run","kind":"agent","timestamp":"2026-01-02T03:04:09Z","output":"answer 1"}""";

    [Fact]
    public void A_run_is_a_span_with_all_that_is_known_of_it()
    {
        using RecordedFolder folder = new();
        folder
            .Run(
                1,
                """
                {"persona":"novice","token_usage":{"input":10,"output":5,"total":15},"cost":0.25,"first_output_ms":12.5,
                "supervisor_token_usage":{"input":3,"output":4},"metadata":{"expected":"42"}}
                """,
                Begin,
                End
            )
            .Write();

        OutgoingSpan run = folder.Spans().ShouldHaveSingleItem();

        run.Name.ShouldBe("invoke_agent app.agent:run");
        run.Parent.ShouldBe(0UL);
        run.Failed.ShouldBe(false);
        (run.End - run.Start).ShouldBe(4_000_000_000UL);
        DateTimeOffset.UnixEpoch.AddTicks((long)run.Start / 100).ShouldBe(DateTimeOffset.Parse("2026-01-02T03:04:05Z"));
        AttributeSet facts = run.Attributes;
        facts.Fact("gen_ai.operation.name").ShouldBe("invoke_agent");
        facts.Fact("gen_ai.agent.name").ShouldBe("app.agent:run");
        facts.Fact("gen_ai.conversation.id").ShouldBe("exp_1/in1/-/0");
        facts.Fact("gen_ai.usage.input_tokens").ShouldBe(10L);
        facts.Fact("gen_ai.usage.output_tokens").ShouldBe(5L);
        facts.Fact("gen_ai.usage.cost").ShouldBe(0.25);
        facts.Fact("baton.supervisor.output_tokens").ShouldBe(4L);
        facts.Fact("baton.experiment.name").ShouldBe("shop");
        facts.Fact("baton.input_id").ShouldBe("in1");
        facts.Fact("baton.persona").ShouldBe("novice");
        facts.Fact("baton.iteration").ShouldBe(0L);
        facts.Fact("baton.success").ShouldBe(true);
        facts.Fact("baton.expected").ShouldBe("42");
        facts.Fact("input.value").ShouldBe("question 1");
        facts
            .Fact("gen_ai.input.messages")
            .ShouldBe("""[{"role":"user","parts":[{"type":"text","content":"question 1"}]}]""");
        facts
            .Fact("gen_ai.output.messages")
            .ShouldBe(
                """[{"role":"assistant","parts":[{"type":"text","content":"answer 1"}],"finish_reason":"stop"}]"""
            );
    }

    [Fact]
    public void A_run_that_failed_says_why()
    {
        using RecordedFolder folder = new();
        folder
            .Run(
                1,
                """{"success":false,"outcome":"failed","output":null,"error":{"kind":"timeout","message":"too slow"}}"""
            )
            .Write();

        OutgoingSpan run = folder.Spans().ShouldHaveSingleItem();

        run.Failed.ShouldBe(true);
        run.StatusMessage.ShouldBe("too slow");
        run.Attributes.Fact("error.type").ShouldBe("timeout");
        run.Attributes.Fact("baton.outcome").ShouldBe("failed");
        run.Attributes.Names().ShouldNotContain("output.value");
    }

    [Fact]
    public void Turns_tools_and_model_calls_are_spans_inside_as_they_were_recorded()
    {
        using RecordedFolder folder = new();
        folder
            .Run(
                1,
                """
                {"conversation_state":"completed","termination_reason":"supervisor_stop","turn_count":2,"conversation_history":[
                {"turn":1,"role":"user","content":"hi"},{"turn":1,"role":"assistant","content":"hello"},
                {"turn":2,"role":"user","content":"more"},{"turn":2,"role":"assistant","content":"done"}],"output":"done"}
                """,
                """{"type":"span_start","span_id":"trace_1-1","name":"agent_run","kind":"agent","input":"hi"}""",
                """{"type":"span_start","span_id":"trace_1-1-call_7","parent_span_id":"trace_1-1","name":"look_up","kind":"tool","input":{"id":7}}""",
                """{"type":"event","parent_span_id":"trace_1-1","name":"stderr","kind":"log","attributes":"a line"}""",
                """{"type":"span_end","span_id":"trace_1-1-call_7","parent_span_id":"trace_1-1","name":"look_up","kind":"tool","error":"no such order"}""",
                """{"type":"span_start","span_id":"trace_1-2","parent_span_id":"trace_1-1","name":"turn_2","kind":"agent","input":"more"}""",
                """{"type":"span_start","span_id":"mine","parent_span_id":"trace_1-2","name":"ask","kind":"generation","input":[{"q":1}]}""",
                """{"type":"span_end","span_id":"mine","name":"ask","kind":"generation","output":"done","attributes":{"model":"tiny","input_tokens":3,"note":[1,2]}}""",
                """{"type":"span_end","span_id":"trace_1-2","name":"turn_2","kind":"agent","output":"done"}"""
            )
            .Write();

        IReadOnlyList<OutgoingSpan> spans = folder.Spans();

        spans
            .Select(span => span.Name)
            .ShouldBe(["invoke_agent app.agent:run", "execute_tool look_up", "turn_2", "ask"]);
        spans[1].Parent.ShouldBe(spans[0].Id);
        spans[2].Parent.ShouldBe(spans[0].Id);
        spans[3].Parent.ShouldBe(spans[2].Id);
        spans[1].Attributes.Fact("gen_ai.operation.name").ShouldBe("execute_tool");
        spans[1].Attributes.Fact("gen_ai.tool.name").ShouldBe("look_up");
        spans[1].Attributes.Fact("gen_ai.tool.call.id").ShouldBe("call_7");
        spans[1].Attributes.Fact("gen_ai.tool.call.arguments").ShouldBe("""{"id":7}""");
        spans[1].Failed.ShouldBe(true);
        spans[1].StatusMessage.ShouldBe("no such order");
        spans[2].Attributes.Fact("gen_ai.agent.name").ShouldBe("app.agent:run");
        spans[3].Side.ShouldBe(SpanSide.Client);
        spans[3].Attributes.Fact("gen_ai.request.model").ShouldBe("tiny");
        spans[3].Attributes.Fact("gen_ai.usage.input_tokens").ShouldBe(3L);
        spans[3].Attributes.Fact("note").ShouldBe(new List<object?> { 1L, 2L });
        spans[3].Attributes.Fact("input.value").ShouldBe("""[{"q":1}]""");
        OutgoingSpan run = spans[0];
        run.Attributes.Fact("gen_ai.request.model").ShouldBe("tiny");
        run.Attributes.Fact("baton.turn_count").ShouldBe(2L);
        ((string)run.Attributes.Fact("gen_ai.input.messages")!).ShouldEndWith(
            """{"type":"text","content":"more"}]}]"""
        );
        OutgoingEvent line = run.Events.ShouldHaveSingleItem();
        line.Name.ShouldBe("stderr");
        line.Attributes.Fact("baton.data").ShouldBe("a line");
    }

    [Fact]
    public void Spans_of_the_agents_own_SDK_keep_their_identifiers_and_where_they_come_from()
    {
        using RecordedFolder folder = new();
        folder
            .Run(
                1,
                $$"""{"otel_trace_id":"{{RecordedFolder.OtelTrace}}","otel_span_id":"00000000000000aa"}""",
                Begin,
                """{"type":"span_start","span_id":"00000000000000b1","parent_span_id":"r","name":"answer","kind":"server","attributes":{"service.name":"support","otel.scope.name":"lib","gen_ai.operation.name":"invoke_agent"}}""",
                """{"type":"span_start","span_id":"00000000000000b2","parent_span_id":"00000000000000b1","name":"chat tiny","kind":"generation","attributes":{"gen_ai.response.model":"tiny-1","service.name":"support","otel.scope.name":"lib"}}""",
                """{"type":"event","parent_span_id":"00000000000000b2","name":"first token","kind":"event","attributes":{"ms":1}}""",
                """{"type":"span_end","span_id":"00000000000000b2","name":"chat tiny","kind":"generation","attributes":{"model":"tiny-1"}}""",
                """{"type":"span_end","span_id":"00000000000000b1","name":"answer","kind":"server"}""",
                End
            )
            .Write();

        IReadOnlyList<OutgoingSpan> spans = folder.Spans();

        spans.ShouldAllBe(span => span.Trace.ToString() == RecordedFolder.OtelTrace);
        spans.Select(span => span.Id).ShouldBe([0xAAUL, 0xB1UL, 0xB2UL]);
        spans.Select(span => span.Parent).ShouldBe([0UL, 0xAAUL, 0xB1UL]);
        spans[0].Source.ShouldBe(SpanSource.Unknown);
        spans[1].Source.ShouldBe(new SpanSource("support", "lib"));
        spans[1].Side.ShouldBe(SpanSide.Server);
        spans[1].Attributes.Names().ShouldNotContain("service.name");
        spans[2].Attributes.Names().ShouldNotContain("gen_ai.request.model");
        spans[2].Attributes.Fact("gen_ai.response.model").ShouldBe("tiny-1");
        spans[2].Events.ShouldHaveSingleItem().Attributes.Names().ShouldBe(["ms"]);
    }

    [Fact]
    public void Scores_are_events_of_the_run()
    {
        using RecordedFolder folder = new();
        folder
            .Run(1, "{}", Begin, End)
            .Judged(
                1,
                """
                [{"evaluator":"tone","type":"llm_judge","status":"pass","value":0.75,"reason":"kind words"},
                {"evaluator":"facts","type":"llm_judge","status":"error","reason":"no answer"},
                {"evaluator":"rare","type":"llm_judge","status":"skipped"}]
                """.ReplaceLineEndings("")
            )
            .Write();

        OutgoingSpan run = folder.Spans().ShouldHaveSingleItem();

        run.Attributes.Fact("baton.evaluation.passed").ShouldBe(true);
        run.Attributes.Fact("baton.evaluation.score").ShouldBe(0.75);
        run.Events.Count.ShouldBe(2);
        run.Events.ShouldAllBe(happened => happened.Name == "gen_ai.evaluation.result" && happened.Time == run.End);
        run.Events[0].Attributes.Fact("gen_ai.evaluation.name").ShouldBe("tone");
        run.Events[0].Attributes.Fact("gen_ai.evaluation.score.value").ShouldBe(0.75);
        run.Events[0].Attributes.Fact("gen_ai.evaluation.score.label").ShouldBe("pass");
        run.Events[0].Attributes.Fact("gen_ai.evaluation.explanation").ShouldBe("kind words");
        run.Events[1].Attributes.Fact("error.type").ShouldBe("evaluator_error");
        run.Events[1].Attributes.Names().ShouldNotContain("gen_ai.evaluation.score.label");
    }

    [Fact]
    public void A_run_that_was_made_again_after_the_evaluation_has_no_scores()
    {
        using RecordedFolder folder = new();
        folder
            .Run(1, """{"trace_id":"trace_9"}""")
            .Judged(1, """[{"evaluator":"tone","type":"rule_based","status":"fail","value":0}]""")
            .Write();

        OutgoingSpan run = folder.Spans().ShouldHaveSingleItem();

        run.Events.ShouldBeEmpty();
        run.Attributes.Names().ShouldNotContain("baton.evaluation.passed");
    }

    [Fact]
    public void Without_content_nothing_that_was_said_goes_along()
    {
        using RecordedFolder folder = new();
        folder
            .Run(
                1,
                """
                {"input":"SAID","output":"SAID","success":false,"outcome":"failed","error":{"kind":"agent_error","message":"SAID"},
                "metadata":{"expected":"SAID"},"turn_count":1,"conversation_state":"completed","termination_reason":"error",
                "conversation_history":[{"turn":1,"role":"user","content":"SAID"}]}
                """,
                """{"type":"span_start","span_id":"r","name":"agent_run","kind":"agent","input":"SAID"}""",
                """{"type":"span_start","span_id":"t","parent_span_id":"r","name":"look_up","kind":"tool","input":{"a":"SAID"},"attributes":{"gen_ai.prompt.0.content":"SAID","nested":{"a":"SAID"},"list":["SAID"],"gen_ai.request.model":"tiny","count":3,"ok":true}}""",
                """{"type":"event","parent_span_id":"t","name":"exception","kind":"event","attributes":{"exception.type":"KeyError","exception.message":"SAID"}}""",
                """{"type":"event","parent_span_id":"t","name":"stdout","kind":"log","attributes":"SAID"}""",
                """{"type":"span_end","span_id":"t","name":"look_up","kind":"tool","output":"SAID","error":"SAID"}""",
                """{"type":"span_end","span_id":"r","name":"agent_run","kind":"agent","error":"SAID"}"""
            )
            .Judged(1, """[{"evaluator":"tone","type":"llm_judge","status":"fail","value":0,"reason":"SAID"}]""")
            .Write();

        IReadOnlyList<OutgoingSpan> bare = folder.Spans(withContent: false);

        SpanSamples.Show(folder.Spans()).ShouldContain("SAID");
        SpanSamples.Show(bare).ShouldNotContain("SAID");
        bare[0].Attributes.Fact("error.type").ShouldBe("agent_error");
        bare[1].Attributes.Fact("gen_ai.request.model").ShouldBe("tiny");
        bare[1].Attributes.Fact("count").ShouldBeOfType<long>().ShouldBe(3L);
        bare[1].Attributes.Fact("ok").ShouldBe(true);
        bare[1].Failed.ShouldBe(true);
        bare[1].Events[0].Attributes.Names().ShouldBe(["exception.type"]);
    }

    [Fact]
    public void Identifiers_are_the_same_each_time_and_differ_between_runs_and_spans()
    {
        using RecordedFolder folder = new();
        for (int number = 1; number <= 50; number++)
        {
            folder.Run(
                number,
                "{}",
                Begin,
                // An agent that uses a name twice.
                """{"type":"span_start","span_id":"s","parent_span_id":"r","name":"one","kind":"chain"}""",
                """{"type":"span_end","span_id":"s","name":"one","kind":"chain"}""",
                """{"type":"span_start","span_id":"s","parent_span_id":"r","name":"two","kind":"chain"}""",
                """{"type":"span_start","span_id":"u","parent_span_id":"s","name":"three","kind":"chain"}""",
                End
            );
        }

        folder.Write();
        IReadOnlyList<OutgoingSpan> first = folder.Spans();
        IReadOnlyList<OutgoingSpan> second = folder.Spans();

        SpanSamples.Show(second).ShouldBe(SpanSamples.Show(first));
        first.Count.ShouldBe(200);
        first.Select(span => span.Trace).Distinct().Count().ShouldBe(50);
        first.Select(span => (span.Trace, span.Id)).Distinct().Count().ShouldBe(200);
        first[3].Parent.ShouldBe(first[2].Id);
        first.ShouldAllBe(span => span.Id != 0 && !span.Trace.IsNone && span.End >= span.Start);
    }

    [Fact]
    public void Observations_that_make_no_sense_still_make_a_tree()
    {
        using RecordedFolder folder = new();
        folder
            .Run(
                1,
                "{}",
                """{"type":"span_end","span_id":"never","name":"began","kind":"chain"}""",
                """{"type":"span_start","span_id":"a","parent_span_id":"nowhere","name":"lost","kind":"chain","attributes":"just text"}""",
                """{"type":"span_start","span_id":"b","parent_span_id":"b","name":"inside itself","kind":"chain","timestamp":"2026-01-02T03:04:08Z"}""",
                """{"type":"span_end","span_id":"b","name":"inside itself","kind":"chain","timestamp":"2026-01-02T03:04:01Z"}""",
                """{"type":"event","parent_span_id":"nowhere","name":"odd","kind":"log"}"""
            )
            .Write();

        IReadOnlyList<OutgoingSpan> spans = folder.Spans();

        spans.Count.ShouldBe(3);
        spans[1].Parent.ShouldBe(spans[0].Id);
        spans[2].Parent.ShouldBe(spans[0].Id);
        spans[2].End.ShouldBe(spans[2].Start);
        spans[1].Attributes.Fact("baton.data").ShouldBe("just text");
        spans[0].Events.ShouldHaveSingleItem().Name.ShouldBe("odd");
        (spans[0].End - spans[0].Start).ShouldBe(1_500_000_000UL);
    }

    [Fact]
    public void A_line_that_is_damaged_costs_no_other_run_its_spans_or_scores()
    {
        using RecordedFolder folder = new();
        const string score = """[{"evaluator":"tone","type":"rule_based","status":"pass","value":1}]""";
        folder.Run(1, "{}", Begin, End).Judged(1, score);
        folder.Run(2, "{}", Begin, End).Judged(2, score).Damage();
        folder.Run(3, "{}", Begin, End).Judged(3, score);
        folder.Write();

        IReadOnlyList<OutgoingSpan> spans = folder.Spans();

        spans.Select(span => span.Attributes.Fact("baton.trace_id")).ShouldBe(["trace_1", "trace_3"]);
        spans.ShouldAllBe(span => span.Events.Count == 1 && span.End - span.Start == 4_000_000_000UL);
    }
}
