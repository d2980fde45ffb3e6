using Baton.Agents;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Telemetry;

public sealed class SpanStoryTests
{
    private const ulong Second = 1_000_000_000;

    private static readonly IReadOnlyList<TurnSpan> _oneTurn = [new TurnSpan(1, "root", At(10))];

    [Fact]
    public void Spans_nest_by_parent_and_stand_in_the_order_of_time()
    {
        SpanStory story = Tell(
            Span(3, 2, "chat m", 13, 14, ("gen_ai.operation.name", "chat")),
            Span(2, 99, "invoke_agent", 11, 16, ("gen_ai.operation.name", "invoke_agent")),
            Span(4, 2, "execute_tool", 14, 15, ("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", "look"))
        );

        Shown(story)
            .ShouldBe([
                "span_start 2 in root: agent invoke_agent",
                "span_start 3 in 2: generation chat m",
                "span_end 3 in 2: generation chat m",
                "span_start 4 in 2: tool look",
                "span_end 4 in 2: tool look",
                "span_end 2 in root: agent invoke_agent",
            ]);
        Observations(story)[0].Timestamp.ShouldBe(At(11));
        Observations(story)[^1].Timestamp.ShouldBe(At(16));
    }

    [Fact]
    public void A_child_stays_inside_its_parent_where_the_clock_is_too_coarse_to_tell()
    {
        SpanStory story = Tell(Span(1, 0, "outer", 11, 11), Span(2, 1, "inner", 12, 12), Span(3, 1, "empty", 11, 11));

        Shown(story)
            .ShouldBe([
                "span_start 1 in root: chain outer",
                "span_start 3 in 1: chain empty",
                "span_end 3 in 1: chain empty",
                "span_start 2 in 1: chain inner",
                "span_end 2 in 1: chain inner",
                "span_end 1 in root: chain outer",
            ]);
    }

    [Fact]
    public void Model_tokens_input_and_output_are_told_as_in_every_observation()
    {
        SpanStory story = Tell(
            Span(
                1,
                0,
                "chat m",
                11,
                12,
                ("gen_ai.operation.name", "chat"),
                ("gen_ai.request.model", "m"),
                ("gen_ai.response.model", "m-2026"),
                ("gen_ai.usage.input_tokens", 12L),
                ("gen_ai.usage.output_tokens", 5L),
                ("gen_ai.usage.cost", 0.25),
                ("gen_ai.input.messages", """[{"role":"user"}]"""),
                ("gen_ai.output.messages", "plain text"),
                ("custom", true)
            )
        );

        Observation start = Observations(story)[0];
        start.Input!.Value.GetRawText().ShouldBe("""[{"role":"user"}]""");
        start
            .Attributes!.Value.GetRawText()
            .ShouldBe(
                """{"gen_ai.operation.name":"chat","gen_ai.request.model":"m","gen_ai.response.model":"m-2026","gen_ai.usage.input_tokens":12,"gen_ai.usage.output_tokens":5,"gen_ai.usage.cost":0.25,"custom":true}"""
            );
        Observation end = Observations(story)[1];
        end.Output!.Value.GetString().ShouldBe("plain text");
        end.Attributes!.Value.GetRawText()
            .ShouldBe("""{"model":"m-2026","input_tokens":12,"output_tokens":5,"cost":0.25}""");
        story.Usage.ShouldBe(
            new Usage
            {
                InputTokens = 12,
                OutputTokens = 5,
                Cost = 0.25m,
            }
        );
    }

    [Theory]
    [InlineData("gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens")]
    [InlineData("llm.usage.prompt_tokens", "llm.usage.completion_tokens")]
    [InlineData("llm.token_count.prompt", "llm.token_count.completion")]
    [InlineData("ai.usage.promptTokens", "ai.usage.completionTokens")]
    public void Older_and_other_names_of_tokens_are_known(string input, string output) =>
        Tell(Span(1, 0, "x", 11, 12, (input, 3L), (output, "4")))
            .Usage.ShouldBe(new Usage { InputTokens = 3, OutputTokens = 4 });

    [Theory]
    [InlineData("openinference.span.kind", "LLM", "generation")]
    [InlineData("openinference.span.kind", "RETRIEVER", "retriever")]
    [InlineData("traceloop.span.kind", "workflow", "chain")]
    [InlineData("llm.request.type", "chat", "generation")]
    [InlineData("gen_ai.operation.name", "embeddings", "generation")]
    [InlineData("gen_ai.request.model", "m", "generation")]
    [InlineData("gen_ai.agent.name", "support", "agent")]
    [InlineData("gen_ai.operation.name", "something new", "chain")]
    public void The_kind_comes_from_whatever_convention_the_agent_follows(string name, string value, string kind) =>
        Observations(Tell(Span(1, 0, "x", 11, 12, (name, value))))[0].Kind.ShouldBe(kind);

    [Fact]
    public void What_follows_no_convention_keeps_the_side_of_the_call() =>
        Observations(Tell(Span(1, 0, "GET /", 11, 12) with { Side = SpanSide.Client }))[0].Kind.ShouldBe("client");

    [Fact]
    public void Tokens_that_an_agent_sums_up_from_its_model_calls_count_once()
    {
        SpanStory story = Tell(
            Span(1, 0, "agent", 11, 20, ("gen_ai.usage.input_tokens", 30L), ("gen_ai.usage.output_tokens", 3L)),
            Span(2, 1, "step", 12, 13),
            Span(3, 2, "chat", 12, 13, ("gen_ai.usage.input_tokens", 10L), ("gen_ai.usage.output_tokens", 1L)),
            Span(4, 1, "chat", 14, 15, ("gen_ai.usage.input_tokens", 20L), ("gen_ai.usage.output_tokens", 2L))
        );

        story.Usage.ShouldBe(new Usage { InputTokens = 30, OutputTokens = 3 });
    }

    [Fact]
    public void Calls_of_tools_have_name_arguments_result_and_turn()
    {
        SpanStory story = new(
            [new TurnSpan(1, "root", At(10)), new TurnSpan(2, "turn2", At(20))],
            ExportBody.Taken(
                Span(
                    2,
                    0,
                    "execute_tool b",
                    21,
                    22,
                    ("gen_ai.operation.name", "execute_tool"),
                    ("gen_ai.tool.name", "b")
                ) with
                {
                    Failed = true,
                    StatusMessage = "out of stock",
                },
                Span(
                    1,
                    0,
                    "ai.toolCall",
                    11,
                    12,
                    ("ai.toolCall.name", "a"),
                    ("ai.toolCall.id", "call_7"),
                    ("ai.toolCall.args", """{"n":1}"""),
                    ("ai.toolCall.result", "[1]")
                )
            )
        );

        story
            .ToolCalls.Select(call => (call.CallId, call.Name, call.Turn, call.Error))
            .ShouldBe([("call_7", "a", 1, null), ("0000000000000002", "b", 2, "out of stock")]);
        story.ToolCalls[0].Arguments!.Value.GetProperty("n").GetInt32().ShouldBe(1);
        story.ToolCalls[0].Result!.Value.GetArrayLength().ShouldBe(1);
        Shown(story).ShouldContain("span_start 2 in turn2: tool b");
    }

    [Fact]
    public void A_failure_is_told_by_status_or_exception_but_not_against_the_agents_own_word()
    {
        SentAttributes thrown = new();
        thrown.Add("exception.type", "KeyError");
        thrown.Add("exception.message", "'x'");
        SentEvent exception = new("exception", 11 * Second, thrown);

        string?[] errors =
        [
            .. new[]
            {
                Span(1, 0, "x", 11, 12) with
                {
                    Failed = true,
                    StatusMessage = "bad",
                },
                Span(1, 0, "x", 11, 12) with
                {
                    Failed = true,
                    Events = [exception],
                },
                Span(1, 0, "x", 11, 12) with
                {
                    Events = [exception],
                },
                Span(1, 0, "x", 11, 12, ("error.type", "timeout")) with
                {
                    Failed = true,
                },
                Span(1, 0, "x", 11, 12) with
                {
                    Failed = true,
                },
                Span(1, 0, "x", 11, 12) with
                {
                    Failed = false,
                    Events = [exception],
                },
                Span(1, 0, "x", 11, 12),
            }.Select(span => Observations(Tell(span))[^1].Error),
        ];

        errors.ShouldBe(["bad", "KeyError: 'x'", "KeyError: 'x'", "timeout", "failed", null, null]);
    }

    [Fact]
    public void What_happened_inside_a_span_is_kept_as_events()
    {
        SentAttributes facts = new();
        facts.Add("attempt", 2L);

        SpanStory story = Tell(
            Span(1, 0, "x", 11, 14) with
            {
                Events = [new SentEvent("retry", 12 * Second, facts), new SentEvent("late", 99 * Second, facts)],
            }
        );

        Shown(story)
            .ShouldBe([
                "span_start 1 in root: chain x",
                "event  in 1: event retry",
                "event  in 1: event late",
                "span_end 1 in root: chain x",
            ]);
        Observations(story)[1].Attributes!.Value.GetRawText().ShouldBe("""{"attempt":2}""");
    }

    [Fact]
    public void Whatever_parents_agents_name_every_span_begins_and_ends_once_inside_of_its_parent() =>
        Prop.ForAll(
                (
                    from id in Gen.Choose(1, 12)
                    from parent in Gen.Choose(0, 12)
                    from start in Gen.Choose(0, 20)
                    from length in Gen.Choose(-3, 10)
                    select Span((ulong)id, (ulong)parent, "s", (ulong)start, (ulong)Math.Max(0, start + length))
                )
                    .ListOf()
                    .Select(spans => spans.DistinctBy(span => span.Id).ToList())
                    .ToArbitrary(),
                spans =>
                {
                    HashSet<string> open = ["root"];
                    int ended = 0;
                    foreach (Observation observation in Observations(Tell([.. spans])))
                    {
                        open.ShouldContain(observation.ParentSpanId!);
                        if (observation.Type == "span_start")
                        {
                            open.Add(observation.SpanId!).ShouldBeTrue();
                        }
                        else
                        {
                            open.Remove(observation.SpanId!).ShouldBeTrue();
                            ended++;
                        }
                    }

                    ended.ShouldBe(spans.Count);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Thousands_of_spans_one_inside_the_other_are_told_without_running_out_of_stack()
    {
        SpanStory story = Tell([
            .. Enumerable.Range(1, RunSpans.MostSpans).Select(id => Span((ulong)id, (ulong)id - 1, "s", 11, 12)),
        ]);

        Observations(story).Count.ShouldBe(2 * RunSpans.MostSpans);
    }

    private static SpanStory Tell(params SentSpan[] spans) => new(_oneTurn, ExportBody.Taken(spans));

    private static List<Observation> Observations(SpanStory story) => StoryLines.Read(story);

    private static DateTimeOffset At(double seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);

    private static SentSpan Span(
        ulong id,
        ulong parent,
        string name,
        ulong start,
        ulong end,
        params (string Name, object Value)[] attributes
    )
    {
        SentAttributes set = new();
        foreach ((string attribute, object value) in attributes)
        {
            set.Add(attribute, value);
        }

        return new SentSpan
        {
            Trace = new TraceKey(1, 2),
            Id = id,
            Parent = parent,
            Name = name,
            Start = start * Second,
            End = end * Second,
            Attributes = set,
        };
    }

    private static IEnumerable<string> Shown(SpanStory story) =>
        Observations(story)
            .Select(item =>
                $"{item.Type} {item.SpanId?.TrimStart('0')} in {item.ParentSpanId!.TrimStart('0')}: {item.Kind} {item.Name}"
            );
}
